using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Holdfast.Server.Tests.Passkeys.Mutants;

/// <summary>A response that may not be quite what was asked for, and how it came to be so.</summary>
internal readonly record struct Mutant(string Kind, string Text);

/// <summary>Makes mutants of what a scene's ring gives.</summary>
internal sealed class Mutator
{
    private readonly Scene scene;
    private readonly Random random;
    private readonly JsonObject valid, earlier, strange;
    private readonly Wires wires;
    private readonly Remade remade;
    private readonly string[] fields;

    public Mutator(Scene scene, Random random)
    {
        (this.scene, this.random, wires, remade) = (scene, random, new Wires(random), new Remade(scene, random));
        valid = scene.Respond();
        using var other = new Scene(scene.IsRegistering, random);
        strange = other.Respond();
        earlier = other.Respond(scene.Ring.Again());
        fields = scene.IsRegistering ? ["clientDataJSON", "attestationObject"] : ["clientDataJSON", "authenticatorData", "signature", "userHandle"];
    }

    public string Valid => valid.ToJsonString();

    public Mutant Next() => random.Next(10) switch
    {
        0 or 1 or 2 => Wire(random.Next(2) == 0 ? earlier : strange),
        3 or 4 or 5 => Field(fields[random.Next(fields.Length)], "bytes", Garbling.Of),
        6 => scene.IsRegistering ? Field("attestationObject", "CBOR", Cbors.Of) : Field("signature", "DER", Signatures.Of),
        7 => Named(),
        _ => Made(),
    };

    private Mutant Wire(JsonObject other)
    {
        var (kind, text) = wires.Next(valid, other);
        return new(kind, text);
    }

    private Mutant Made()
    {
        var (kind, response) = remade.Next();
        return new(kind, response.ToJsonString());
    }

    private Mutant Field(string name, string how, Func<byte[], Random, byte[]> change)
    {
        var copy = valid.DeepClone().AsObject();
        var bytes = Base64Url.DecodeFromChars((string)copy["response"]![name]!);
        copy["response"]![name] = Base64Url.EncodeToString(change(bytes, random));
        return new($"{name}: {how}", copy.ToJsonString());
    }

    /// <summary>Another passkey's name, in one place or in both; or all that another gave, under this one's.</summary>
    private Mutant Named()
    {
        var copy = (random.Next(3) == 0 ? strange : valid).DeepClone().AsObject();
        var id = random.Next(3) switch
        {
            0 => Base64Url.EncodeToString(Garbling.Of(scene.Ring.Id, random)),
            1 => (string)strange["id"]!,
            _ => (string)valid["id"]!,
        };
        copy["id"] = id;
        if (random.Next(3) > 0) copy["rawId"] = id;
        return new("id", copy.ToJsonString());
    }
}
