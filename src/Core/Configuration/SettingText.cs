namespace ChefActors.Core.Configuration;

/// <summary>How errors show keys and values.</summary>
internal static class SettingText
{
    private const int LongestShown = 60;

    private static readonly string[] Secrets = ["password", "secret", "token", "passphrase", "private-key", "credentials"];

    public static bool IsSecret(string key) => Secrets.Any(s => key.EndsWith(s, StringComparison.OrdinalIgnoreCase));

    public static string Shown(string text)
    {
        var shown = new string([.. text.Take(LongestShown).Select(c => char.IsControl(c) ? '?' : c)]);
        return text.Length > LongestShown ? $"'{shown}…'" : $"'{shown}'";
    }

    public static string Shown(string key, SettingNode node) => node switch
    {
        SettingNode.Items => "a list",
        SettingNode.Group => "a group of keys",
        SettingNode.Text when IsSecret(key) => "a value that is not shown",
        SettingNode.Text text => Shown(text.Value),
        _ => "nothing",
    };

    public static bool IsKeyCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <summary>A path as it is written: elements that need it are in quotes.</summary>
    public static string Path(IEnumerable<string> elements) =>
        string.Join('.', elements.Select(e => e.Length > 0 && e.All(IsKeyCharacter) ? e : $"\"{e}\""));
}
