namespace ChefActors.NodeHost.ChefClient.Reporting;

/// <summary>Our Ruby inside the run: where it lies, and what chef-client is told of it.</summary>
internal static class ReportHandler
{
    private static readonly Version Oldest = new(12, 8);

    /// <summary>The directory of the installation whose only file is the handler: Chef loads all that is there.</summary>
    internal static string InstalledDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "client.d");

    /// <summary>Whether the handler lies there.</summary>
    internal static bool IsIn(string directory) => File.Exists(Path.Combine(directory, "report_handler.rb"));

    /// <summary>The directory to name, or null and why not: then the output alone is read.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="knownVersion">Chef's version in an earlier run; null: unknown.</param>
    /// <param name="fault">Why it is not used.</param>
    internal static string? Usable(string directory, string? knownVersion, out string? fault)
    {
        fault = null;
        if (!IsIn(directory)) fault = $"{directory} holds no report_handler.rb: the installation is not whole";

        // Chef reads the value as YAML: a plain path stays what it is, with blanks within it too.
        else if (!directory.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-' or '+' or ' ') || directory.EndsWith(' ')) fault = $"chef-client could misread the path {directory}: letters, digits, blanks and / . _ - + are safe";
        else if (IsTooOld(knownVersion)) fault = $"chef-client {knownVersion} is older than {Oldest}; say chef.report_handler = off";
        return fault is null ? directory : null;
    }

    /// <summary>The environment by which the handler knows what it is to write.</summary>
    internal static IEnumerable<(string Name, string Value)> Environment(RunDirectory directory, string? siteClientDirectory)
    {
        yield return ("CHEFACTORS_REPORT", directory.Report);
        if (siteClientDirectory is not null) yield return ("CHEFACTORS_CLIENT_D", siteClientDirectory);
    }

    private static bool IsTooOld(string? version)
    {
        var numbers = version?.Split('-', '+')[0];
        return Version.TryParse(numbers, out var known) && known < Oldest;
    }
}
