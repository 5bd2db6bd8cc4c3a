using System.Text.Json;
using Holdfast.Domain.Factors;
using Holdfast.Domain.Money;
using Holdfast.Server.Answers;

namespace Holdfast.Server.Accounts;

/// <summary>What a channel is told, as it is shown beside it.</summary>
internal static class AlertsView
{
    public static void Write(Utf8JsonWriter json, Alerts alerts)
    {
        json.WriteStartObject("alerts");
        json.WriteOptional("above", alerts.Above is { } above ? Amount.Format(above) : null);
        json.WriteBoolean("digest", alerts.Digest);
        if (alerts.Quiet is { } quiet)
        {
            json.WriteStartObject("quiet");
            json.WriteString("from", quiet.From);
            json.WriteString("to", quiet.To);
            json.WriteString("zone", quiet.Zone);
            json.WriteEndObject();
        }
        else json.WriteNull("quiet");
        json.WriteEndObject();
    }
}
