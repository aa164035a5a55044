using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Facts;

/// <summary>The facts that the machine itself tells at once (CONTRACT, section 9). What is not known is left out.</summary>
internal static class MachineFacts
{
    /// <summary>Reads them; the payload of <c>/node/&lt;name&gt;/facts</c>.</summary>
    internal static byte[] Read(NodeHostSettings settings, MachineIdentity machine, string agentVersion)
    {
        var release = OsRelease.Read(File.Exists("/etc/os-release") ? File.ReadAllText("/etc/os-release") : "");
        var facts = new JsonObject
        {
            ["v"] = 1,
            ["name"] = settings.Name.Value,
            ["fqdn"] = Dns.GetHostName().ToLowerInvariant(),
            ["machine_id"] = machine.MachineId,
            ["boot_id"] = machine.BootId,
            ["kernel"] = Environment.OSVersion.Version.ToString(),
            ["arch"] = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant(),
            ["cpus"] = Environment.ProcessorCount,
            ["memory_mb"] = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024),
            ["agent_version"] = agentVersion,
            ["chef_mode"] = "unknown",
            ["tags"] = new JsonArray([.. settings.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => (JsonNode)$"{tag.Key}={tag.Value}")]),
        };
        Add(facts, "ip", FirstAddress());
        Add(facts, "platform", release.GetValueOrDefault("ID"));
        Add(facts, "platform_version", release.GetValueOrDefault("VERSION_ID"));
        Add(facts, "location", settings.Location);
        return JsonSerializer.SerializeToUtf8Bytes(facts, PayloadJson.Default.JsonObject);
    }

    private static void Add(JsonObject facts, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value)) facts[key] = value;
    }

    private static string? FirstAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(card => card.OperationalStatus == OperationalStatus.Up && card.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Where(address => address.Address.AddressFamily == AddressFamily.InterNetwork)
        .Select(address => address.Address.ToString())
        .Order(StringComparer.Ordinal)
        .FirstOrDefault();
}
