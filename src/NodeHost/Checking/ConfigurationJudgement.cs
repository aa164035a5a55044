namespace ChefActors.NodeHost.Checking;

/// <summary>Whether chef-client's configuration can be read. Pure.</summary>
internal static class ConfigurationJudgement
{
    /// <summary>What chef-client reads when no file is named.</summary>
    internal const string ChefsDefault = "/etc/chef/client.rb";

    private const string Subject = "configuration";

    /// <summary>Judges.</summary>
    /// <param name="named">The setting <c>chef.config</c>; null: none.</param>
    /// <param name="isThere">The file that counts is there.</param>
    /// <param name="isReadable">This user may read it.</param>
    internal static CheckLine Of(string? named, bool isThere, bool isReadable)
    {
        var path = named ?? ChefsDefault;
        if (isThere && isReadable) return CheckLine.Ok(Subject, named is null ? $"none named: Chef's own default, {path}" : path);
        if (isThere) return CheckLine.Fails(Subject, $"{path} cannot be read by this user", "chef-client runs as this user: give it the file, or run as the user that has it");
        return named is null
            ? CheckLine.Warning(Subject, $"none named, and Chef's default {path} is not there", "Name one with --chef-config, or make that file: chef-client would go on with its defaults")
            : CheckLine.Fails(Subject, $"{path} is not there", "Make it, or name another with --chef-config: every command would fail with chef_config_missing");
    }
}
