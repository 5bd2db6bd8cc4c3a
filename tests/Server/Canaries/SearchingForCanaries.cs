using System.Text;

namespace Holdfast.Server.Tests.Canaries;

/// <summary>The search itself: what is planted is found, in every form and at every alignment.</summary>
public sealed class SearchingForCanaries
{
    private static readonly Canary Planted = new("planted", "gelber+vogel@example.com/42");

    [Fact]
    public void Finds_every_form_wherever_it_begins()
    {
        var utf8 = Encoding.UTF8.GetBytes(Planted.Text);
        for (var before = 0; before < 7; before++)
        {
            var padded = Encoding.UTF8.GetBytes(new string('x', before) + Planted.Text + "yz");
            Assert.Contains("base64", Planted.In(Encoding.ASCII.GetBytes(Convert.ToBase64String(padded))));
            Assert.Contains("base64url", Planted.In(Encoding.ASCII.GetBytes(System.Buffers.Text.Base64Url.EncodeToString(padded))));
            Assert.Contains("hex", Planted.In(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(padded))));
            Assert.Contains("hex", Planted.In(Encoding.ASCII.GetBytes(Convert.ToHexString(padded))));
            Assert.Contains("plain", Planted.In(padded));
        }
        Assert.Contains("url-encoded", Planted.In(Encoding.ASCII.GetBytes("?to=" + Uri.EscapeDataString(Planted.Text))));
        Assert.Contains("utf-16", Planted.In(Encoding.Unicode.GetBytes("x" + Planted.Text)));
        Assert.Contains("utf-16", Planted.In(Encoding.BigEndianUnicode.GetBytes(Planted.Text)));
        Assert.Empty(Planted.In(utf8[1..]));
    }
}
