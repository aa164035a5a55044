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
    /// <summary>What older chef-clients do not know.</summary>
    internal const string ConfigOption = "--config-option";

    private const string ClientDirectory = "client_d_dir=";

    /// <summary>The arguments.</summary>
    /// <param name="command">The command, admitted.</param>
    /// <param name="jsonPath">Where the content of <see cref="Json"/> will be.</param>
    /// <param name="config">The setting <c>chef.config</c>; null: Chef's default.</param>
    /// <param name="license">The setting <c>chef.license</c>, such as <c>accept-no-persist</c>; null: none.</param>
    /// <param name="handlerDirectory">The directory whose only file is our report handler; null: it is not used.</param>
    internal static IReadOnlyList<string> Of(Command command, string jsonPath, string? config, string? license, string? handlerDirectory = null)
    {
        var arguments = new List<string> { "--no-color", "--run-lock-timeout", command.LockWaitS.ToString(CultureInfo.InvariantCulture) };
        if (config is not null) arguments.AddRange(["-c", config]);
        if (license is not null) arguments.AddRange(["--chef-license", license]);
        if (handlerDirectory is not null) arguments.AddRange([ConfigOption, ClientDirectory + handlerDirectory]);
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

    /// <summary>The directory of our report handler as the arguments name it; null: they do not.</summary>
    internal static string? HandlerDirectory(IReadOnlyList<string> arguments) =>
        arguments.FirstOrDefault(argument => argument.StartsWith(ClientDirectory, StringComparison.Ordinal))?[ClientDirectory.Length..];

    /// <summary>The same arguments without our report handler.</summary>
    internal static IReadOnlyList<string> WithoutHandler(IReadOnlyList<string> arguments)
    {
        var at = arguments.ToList().FindIndex(argument => argument.StartsWith(ClientDirectory, StringComparison.Ordinal));
        return at < 1 ? arguments : [.. arguments.Take(at - 1), .. arguments.Skip(at + 1)];
    }

    private static bool HasJson(Command command) => command.Attributes is not null || command.Mode == RunMode.Replace;
}
