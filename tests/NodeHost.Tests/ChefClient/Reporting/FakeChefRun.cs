using System.Diagnostics;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.ChefClient.Reporting;

/// <summary>The real report_handler.rb under the real ruby, in the fake Chef of Ruby/fake_chef.rb; one scenario a process.</summary>
internal sealed class FakeChefRun : IDisposable
{
    internal const string Command = "R1";
    private readonly TemporaryDirectory _directory = new();

    internal FakeChefRun()
    {
        foreach (var name in new[] { "ours", "run", "etc" }) Directory.CreateDirectory(_directory[name]);
        File.Copy(Path.Combine(ReportHandler.InstalledDirectory, "report_handler.rb"), _directory["ours/report_handler.rb"]);
        Write("etc/client.rb", "");
        Run = new RunDirectory(_directory["run"]);
    }

    internal RunDirectory Run { get; }

    internal string Site => _directory["etc/client.d"];

    internal Dictionary<string, string?> Environment { get; } = new(StringComparer.Ordinal) { ["LANG"] = "C.UTF-8" };

    internal string[] RubyOptions { get; init; } = [];

    /// <summary>A program that starts ruby and looks at it, with its arguments.</summary>
    internal string[] Under { get; init; } = [];

    internal string this[string relative] => _directory[relative];

    internal void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[relative])!);
        File.WriteAllText(_directory[relative], text);
    }

    /// <summary>Plays a scenario: exit code and what was printed.</summary>
    internal async Task<(int Code, string Printed)> PlayAsync(string scenario)
    {
        string[] words = [.. Under, "ruby", .. RubyOptions, Path.Combine(AppContext.BaseDirectory, "Ruby", "fake_chef.rb"), _directory["ours"], _directory["etc/client.rb"], scenario];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["CHEFACTORS_REPORT"] = Run.Report;
        start.Environment["CHEFACTORS_COMMAND"] = Command;
        foreach (var (name, value) in Environment) start.Environment[name] = value;
        using var ruby = Process.Start(start) ?? throw new InvalidOperationException("ruby was not started");
        var printed = ruby.StandardOutput.ReadToEndAsync();
        var errors = await ruby.StandardError.ReadToEndAsync();
        await ruby.WaitForExitAsync();
        return (ruby.ExitCode, await printed + errors);
    }

    /// <summary>What it noted, read as the node host reads it.</summary>
    internal RunReport Report()
    {
        var report = RunReportReader.Read(File.ReadAllBytes(Run.Report), Command, out var refusal);
        Assert.True(report is not null, refusal);
        return report;
    }

    public void Dispose() => _directory.Dispose();
}
