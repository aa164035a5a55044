using System.Text.Json;

namespace ChefActors.Integration.Tests.Fleet;

/// <summary>What the stand-in wrote down of its own starts: the only witness that does not go through our code.</summary>
internal sealed class StartRecords(string path)
{
    public string Path => path;

    /// <summary>How often chef-client was started.</summary>
    public int Starts => Events("start").Count();

    public int Ends => Events("end").Count();

    /// <summary>Process ids of the starts, in order.</summary>
    public IReadOnlyList<int> Pids => [.. Events("start").Select(record => record.GetProperty("pid").GetInt32())];

    /// <summary>Arguments of the starts, in order.</summary>
    public IReadOnlyList<string[]> Arguments => [.. Events("start").Select(record => record.GetProperty("args").EnumerateArray().Select(a => a.GetString()!).ToArray())];

    private IEnumerable<JsonElement> Events(string name)
    {
        if (!File.Exists(path)) yield break;
        foreach (var line in File.ReadAllLines(path))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.GetProperty("event").GetString() == name) yield return document.RootElement.Clone();
        }
    }
}
