using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChefActors.Core.Commands;
using ChefActors.Core.Znodes;

namespace ChefActors.NodeHost.Running;

/// <summary>
/// chef-client's arguments for a command (CHEF.md, "How the run-list meets chef-client"). Pure. Each is an argument of its own, and no item can
/// be read as a flag, as the grammar of items allows no leading '-'.
/// </summary>
internal static class ChefArguments
{
    /// <summary>The arguments.</summary>
    /// <param name="command">The command, admitted.</param>
    /// <param name="jsonPath">Where the content of <see cref="Json"/> will be.</param>
    /// <param name="config">The setting <c>chef.config</c>; null: Chef's default.</param>
    /// <param name="license">The setting <c>chef.license</c>, such as <c>accept-no-persist</c>; null: none.</param>
    internal static IReadOnlyList<string> Of(Command command, string jsonPath, string? config, string? license)
    {
        var arguments = new List<string> { "--no-color", "--run-lock-timeout", command.LockWaitS.ToString(CultureInfo.InvariantCulture) };
        if (config is not null) arguments.AddRange(["-c", config]);
        if (license is not null) arguments.AddRange(["--chef-license", license]);
        if (command.WhyRun) arguments.Add("--why-run");
        if (command.Mode == RunMode.Override) arguments.AddRange(["--override-runlist", string.Join(',', command.RunList)]);
        if (command.Mode == RunMode.Named) arguments.AddRange(["--named-run-list", command.NamedRunList!]);
        if (HasJson(command)) arguments.AddRange(["-j", jsonPath]);
        return arguments;
    }

    /// <summary>Content of the file that <c>-j</c> names: attributes, and for <c>replace</c> the run-list; null: no such file.</summary>
    internal static byte[]? Json(Command command)
    {
        if (!HasJson(command)) return null;
        var json = command.Attributes is { } attributes ? JsonObject.Create(attributes)! : [];
        if (command.Mode == RunMode.Replace) json["run_list"] = new JsonArray([.. command.RunList.Select(item => (JsonNode)JsonValue.Create(item))]);
        return JsonSerializer.SerializeToUtf8Bytes(json, PayloadJson.Default.JsonObject);
    }

    private static bool HasJson(Command command) => command.Attributes is not null || command.Mode == RunMode.Replace;
}
