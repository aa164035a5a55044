using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ChefActors.Controller.Auditing;
using ChefActors.Controller.Console.Rendering;
using ChefActors.Core.Configuration;
using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Console.Verbs;

/// <summary>Reads the audit that a daemon wrote on this machine; no ZooKeeper is needed.</summary>
internal sealed class AuditVerb : IVerb
{
    private readonly Option<string?> node = new("--node") { Description = "Only rollouts that had this node among their targets", HelpName = "NAME" };
    private readonly Option<string?> since = new("--since") { Description = "Only what happened then or later: a time such as 2026-01-31 or 2026-01-31T10:00Z, or a duration before now such as 7d", HelpName = "T" };
    private readonly Option<bool> verify = new("--verify") { Description = "Says where the chain of hashes is broken (exit code 1), and what it has come to" };
    private readonly Option<string?> directory = new("--directory") { Description = "In place of chefactors.audit.directory", HelpName = "DIR" };

    /// <inheritdoc />
    public Command Declaration => new("audit", "Lists what happened to rollouts, from the files that serve wrote on this machine") { node, since, verify, directory };

    /// <inheritdoc />
    public string[] Examples => ["chefactors audit --node web-1.example.com --since 7d", "chefactors audit --verify --directory /var/lib/chefactors-controller/audit"];

    /// <inheritdoc />
    public async Task<ExitCode> RunAsync(VerbContext context, CancellationToken cancellationToken)
    {
        var filter = new AuditFilter(Node(context), Since(context));
        var where = context.Parse.GetValue(directory) ?? context.Settings().Audit.Directory
            ?? throw new VerbFailure(ExitCode.Usage, "there is no audit to read: chefactors.audit.directory is empty, and --directory was not given");
        var (records, faults, head) = Read(where);
        await WriteAsync(context, [.. filter.Of(records)]);
        foreach (var fault in faults) await context.SayAsync($"{fault.File}, line {fault.Number}: {fault.Fault}");
        if (!context.Parse.GetValue(verify)) return ExitCode.Success;
        await context.SayAsync(head is { } end
            ? $"{TimeText.Count(records.Count, "record")}; {(faults.Count == 0 ? "the chain is whole" : "the chain is broken")}. It has come to number {end.Seq}, {end.Hash}: what was cut off after it, or written anew from the beginning, shows only to whoever kept that elsewhere"
            : "the audit is empty");
        return faults.Count == 0 ? ExitCode.Success : ExitCode.Failed;
    }

    private static (List<AuditRecord> Records, List<AuditLine> Faults, AuditPosition? Head) Read(string directory)
    {
        try
        {
            AuditPosition? head = null;
            var lines = AuditReader.Read(directory, position => head = position).ToList();
            return ([.. lines.Select(l => l.Record).OfType<AuditRecord>()], [.. lines.Where(l => l.Fault is not null)], head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbFailure(ExitCode.Usage, $"the audit cannot be read: {e.Message}");
        }
    }

    private static async Task WriteAsync(VerbContext context, IReadOnlyList<AuditRecord> records)
    {
        switch (context.Global.Output)
        {
            case OutputFormat.Json:
                await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(records, AuditJson.Default.IReadOnlyListAuditRecord));
                break;
            case OutputFormat.Jsonl:
                foreach (var record in records) await context.World.Output.WriteLineAsync(JsonSerializer.Serialize(record, AuditJson.Default.AuditRecord));
                break;
            default:
                foreach (var record in records) await context.World.Output.WriteLineAsync(AuditText.Line(record));
                break;
        }
    }

    private string? Node(VerbContext context)
    {
        if (context.Parse.GetValue(node) is not { } text) return null;
        return NodeName.TryParse(text, out var name, out var error) ? name.Value : throw new VerbFailure(ExitCode.Usage, "--node: " + SafeText.Line(error));
    }

    private DateTimeOffset? Since(VerbContext context)
    {
        if (context.Parse.GetValue(since) is not { } text) return null;
        if (Quantity.TryDuration(text, out var ago)) return context.World.Time.GetUtcNow() - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new VerbFailure(ExitCode.Usage, $"--since: found '{SafeText.Line(text)}'; allowed: a time such as 2026-01-31 or 2026-01-31T10:00Z, or a duration before now such as 7d");
    }
}
