namespace Holdfast.Lab; internal static class P { }
