using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Facts;

/// <summary>The payload of <c>/node/&lt;name&gt;/facts</c> (CONTRACT, section 9), put together of its sources. Pure. What is not known is left out.</summary>
/// <param name="Machine">What the machine tells at once.</param>
/// <param name="Chef">What Chef tells.</param>
/// <param name="Own">What this node host's configuration adds.</param>
internal sealed record NodeFacts(MachineFacts Machine, ChefFacts Chef, IReadOnlyDictionary<string, string> Own)
{
    /// <summary>The names of the facts, in the contract's order, with those of the payload itself.</summary>
    internal static IReadOnlyList<string> Names { get; } =
    [
        "v", "changed_at", "name", "fqdn", "ip", "machine_id", "boot_id", "platform", "platform_version", "kernel", "arch", "cpus", "memory_mb", "agent_version", "location", "tags", "tag",
        "chef_version", "chef_node_name", "chef_server", "chef_mode", "chef_environment", "policy_name", "policy_group", "roles", "recipes", "chef_tags", "chef_periodic",
    ];

    /// <summary>Those that take a while: until they are found out they stay as they were.</summary>
    private static readonly string[] Slow = ["fqdn", "ip", "platform", "platform_version", "chef_version", "chef_periodic"];

    /// <summary>The payload.</summary>
    /// <param name="slow">What takes a while; null: not looked for yet.</param>
    /// <param name="before">The payload that stands; null: none.</param>
    internal JsonObject Payload(SlowFacts? slow, JsonObject? before)
    {
        var facts = new JsonObject { ["v"] = 1, ["name"] = Machine.Name };
        var ohai = slow?.Ohai;
        Text("fqdn", ohai?.Fqdn ?? slow?.Fqdn ?? (Machine.HostName.Contains('.', StringComparison.Ordinal) ? Machine.HostName : Before("fqdn") ?? Machine.HostName));
        Text("ip", Told(ohai?.Ip, "ip", Machine.Ip));
        Text("machine_id", Machine.MachineId);
        Text("boot_id", Machine.BootId);
        Text("platform", Told(ohai?.Platform, "platform", Machine.Platform));
        Text("platform_version", Told(ohai?.PlatformVersion, "platform_version", Machine.PlatformVersion));
        Text("kernel", Machine.Kernel);
        Text("arch", Machine.Arch);
        facts["cpus"] = Machine.Cpus;
        if (Machine.MemoryMb is { } memory) facts["memory_mb"] = memory;
        Text("agent_version", Machine.AgentVersion);
        Text("location", Machine.Location);
        List("tags", [.. Machine.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}")]);
        Text("chef_version", slow?.ChefVersion ?? Chef.ChefVersion ?? Before("chef_version"));
        Text("chef_node_name", Chef.ChefNodeName);
        Text("chef_server", Chef.ChefServer);
        Text("chef_mode", JsonNamingPolicy.SnakeCaseLower.ConvertName(Chef.ChefMode.ToString()));
        Text("chef_environment", Chef.ChefEnvironment);
        Text("policy_name", Chef.PolicyName);
        Text("policy_group", Chef.PolicyGroup);
        List("roles", Chef.Roles);
        List("recipes", Chef.Recipes);
        List("chef_tags", Chef.ChefTags);
        Text("chef_periodic", slow?.ChefPeriodic is { } periodic ? JsonNamingPolicy.SnakeCaseLower.ConvertName(periodic.ToString()) : Before("chef_periodic"));
        foreach (var (key, value) in Own.OrderBy(own => own.Key, StringComparer.Ordinal)) facts[key] = value;
        return facts;

        void Text(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value)) facts[key] = value;
        }

        void List(string key, IReadOnlyList<string>? items)
        {
            if (items is not null) facts[key] = new JsonArray([.. items.Select(item => (JsonNode)item)]);
        }

        // What ohai says is what Chef itself goes by. Until it was asked a fact stays as it was, which may have been ohai's.
        string? Told(string? byOhai, string key, string? byMachine) => byOhai ?? (slow is null ? Before(key) ?? byMachine : byMachine);

        string? Before(string key) =>
            Slow.Contains(key, StringComparer.Ordinal) && before?[key] is JsonValue value && value.TryGetValue<string>(out var text) && FactBounds.Fault(text) is null ? text : null;
    }

    /// <summary>The payload as bytes.</summary>
    internal static byte[] Bytes(JsonObject payload) => JsonSerializer.SerializeToUtf8Bytes(payload, PayloadJson.Default.JsonObject);
}
