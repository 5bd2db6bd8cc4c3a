using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Holdfast.Server.Tests.OpenApi;

/// <summary>What the source says about a type and its members, from the documentation file beside the assembly.</summary>
internal sealed partial class XmlDocs(Assembly assembly)
{
    private readonly Dictionary<string, XElement> members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(m => m.Attribute("name")!.Value, StringComparer.Ordinal);

    public string? Of(Type type) => Text(Find("T:" + Name(type))?.Element("summary"));

    public string? Of(Type type, string member) =>
        Text(Find("T:" + Name(type))?.Elements("param").FirstOrDefault(p => p.Attribute("name")!.Value == member))
        ?? Text(Find($"P:{Name(type)}.{member}")?.Element("summary"))
        ?? Text(Find($"F:{Name(type)}.{member}")?.Element("summary"));

    private XElement? Find(string id) => members.GetValueOrDefault(id);

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string? Text(XElement? element)
    {
        if (element is null) return null;
        foreach (var see in element.Elements().ToArray())
            see.ReplaceWith("`" + (see.Attribute("cref") ?? see.Attribute("name"))!.Value.Split('.', ':')[^1] + "`");
        return Blanks().Replace(element.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Blanks();
}
