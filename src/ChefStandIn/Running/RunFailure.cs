namespace ChefActors.ChefStandIn.Running;

/// <summary>A failure that ends the run: what is printed for it, and the last FATAL line (null: none, as after SIGINT).</summary>
internal sealed record RunFailure(string? Banner, string? Fatal, int ExitCode = 1)
{
    internal static RunFailure MissingCookbooks(IReadOnlyList<string> missing, IReadOnlyList<string> expanded) => new(
        new ErrorText("Error Resolving Cookbooks for Run List:")
            .Section("Missing Cookbooks:", "The following cookbooks are required by the client but don't exist on the server:\n" + Bullets(missing) + "\n")
            .Section("Expanded Run List:", Bullets(expanded))
            .WithSystemInfo(platformKnown: true),
        "Net::HTTPClientException: 412 \"Precondition Failed\"");

    internal static RunFailure MissingRoles(IReadOnlyList<string> missing, IReadOnlyList<string> original)
    {
        var included = new List<string>();
        foreach (var role in missing)
            included.Add($"{role} included by 'top level'");
        return new RunFailure(
            new ErrorText("Error expanding the run_list:")
                .Section("Missing Role(s) in Run List:", Bullets(included))
                .Section("Original Run List", Bullets(original))
                .WithSystemInfo(platformKnown: true),
            $"Chef::Exceptions::MissingRole: The expanded run list includes nonexistent roles: {string.Join(", ", missing)}");
    }

    /// <summary>A <c>-j</c> file that holds an array: Chef falls over it late, as over a bug of its own.</summary>
    internal static RunFailure JsonIsArray(string nodeName, string json)
    {
        var what = $"NoMethodError: undefined method `key?' for {json}:Array\n\n"
            + "        json_attribs.key?(\"policy_name\") || json_attribs.key?(\"policy_group\")\n                    ^^^^^";
        return new RunFailure(
            new ErrorText($"Chef Infra Client encountered an error attempting to load the node data for \"{nodeName}\"")
                .Section("Unexpected Error:", what)
                .WithSystemInfo(platformKnown: false),
            what);
    }

    /// <summary>The configuration file is not there: Chef goes on with its defaults and finds no key for the server that it takes for granted.</summary>
    internal static RunFailure NoKey(string nodeName) => new(
        new ErrorText($"Chef Infra Client encountered an error attempting to create the client \"{nodeName}\"")
            .Section("Private Key Not Found:", "Your private key could not be loaded. If the key file exists, ensure that it is\nreadable by Chef Infra Client.")
            .Section("Relevant Config Settings:", "validation_key \"/etc/chef/validation.pem\"")
            .WithSystemInfo(platformKnown: false),
        "Chef::Exceptions::PrivateKeyMissing: I cannot read /etc/chef/validation.pem, which you told me to use to sign requests!");

    private static string Bullets(IReadOnlyList<string> items) => "* " + string.Join("\n* ", items);
}
