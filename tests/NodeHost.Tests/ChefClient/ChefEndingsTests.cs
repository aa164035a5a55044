using System.Text;
using System.Text.Json.Nodes;
using ChefActors.Core.Results;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient;

/// <summary>
/// Every sample of a real chef-client, played by the stand-in through the node host's own runner, ends as the table of docs/chef-endings.md says:
/// neither can change alone.
/// </summary>
public sealed class ChefEndingsTests
{
    private const double Speed = 100;
    private static readonly string _samples = Path.Combine(AppContext.BaseDirectory, "Samples");

    private static readonly Dictionary<string, string> _rows = File.ReadAllLines(Repository.PathOf("docs", "chef-endings.md"))
        .SkipWhile(line => !line.StartsWith("| sample |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
        .ToDictionary(line => line.Split('|')[1].Trim(), line => line, StringComparer.Ordinal);

    /// <summary>They mostly wait for processes to start: a few at a time.</summary>
    private static readonly SemaphoreSlim _turn = new(4);
    private static readonly Lazy<Dictionary<string, Task<string>>> _found = new(() => Names.ToDictionary(sample => sample, PlayAsync, StringComparer.Ordinal));

    private static IEnumerable<string> Names => Directory.GetFiles(_samples, "*.meta.json").Select(path => Path.GetFileName(path)[..^".meta.json".Length]).Order(StringComparer.Ordinal);

    public static TheoryData<string> Samples => [.. Names];

    [Fact]
    public void The_table_has_a_row_for_each_sample_and_no_other() => Assert.Equal(Names, _rows.Keys);

    [Theory]
    [Trait(Suite.Key, Suite.Long)]
    [MemberData(nameof(Samples))]
    public async Task A_sample_ends_as_the_table_says(string sample)
    {
        var found = await _found.Value[sample];
        if (_rows.GetValueOrDefault(sample) != found) Assert.Fail($"docs/chef-endings.md says\n{_rows.GetValueOrDefault(sample) ?? "nothing"}\nand this came out:\n{found}");
    }

    private static async Task<string> PlayAsync(string sample)
    {
        await _turn.WaitAsync();
        try
        {
            using var assembled = new TemporaryDirectory();
            using var run = new StandInRun(new JsonObject { ["replay"] = Whole(sample, assembled), ["replay_speed"] = Speed });
            var result = await run.ResultAsync();
            if (result.ChefVersion is { } version) Assert.Equal("18.11.21", version);
            return Row(sample, result);
        }
        finally
        {
            _turn.Release();
        }
    }

    private static string Row(string sample, CommandResult result) => new StringBuilder()
        .Append("| ").Append(sample)
        .Append(" | ").Append(result.ExitCode)
        .Append(" | ").Append(result.State.Word())
        .Append(" | ").Append(result.Resources?.Updated?.ToString() ?? "?").Append('/').Append(result.Resources?.Total?.ToString() ?? "?")
        .Append(" | ").Append(result.Reason is { } reason ? $"`{reason.Code}`" : "")
        .Append(" | ").Append(result.Reason?.Text.Replace("|", "\\|", StringComparison.Ordinal))
        .Append(" |")
        .ToString();

    /// <summary>The sample's path; one that is stored in two pieces is put together, with lines in the middle for those that were left out.</summary>
    private static string Whole(string sample, TemporaryDirectory assembled)
    {
        var stored = Path.Combine(_samples, sample);
        if (!File.Exists(stored + ".stdout.head")) return stored;
        var path = assembled[sample];
        using (var whole = File.Create(path + ".stdout"))
        {
            whole.Write(File.ReadAllBytes(stored + ".stdout.head"));
            for (var i = 0; i < 20_000; i++) whole.Write("    a line that was left out of the sample, fifty bytes\n"u8);
            whole.Write(File.ReadAllBytes(stored + ".stdout.tail"));
        }

        File.Copy(stored + ".meta.json", path + ".meta.json");
        return path;
    }
}
