namespace Holdfast.Domain; /// <summary>x</summary>
public static class P { }
