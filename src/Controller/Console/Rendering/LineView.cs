using ChefActors.Controller.Rollouts;
using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>For a pipe or a file: one line for every node that ended, nothing that is taken back, then the verdict.</summary>
internal sealed class LineView(TextWriter output, string cluster, Func<string, string> typed) : IRolloutView
{
    private RolloutSnapshot? shown;
    private string? note;

    /// <inheritdoc />
    public async Task ShowAsync(RolloutSnapshot snapshot)
    {
        var before = shown;
        shown = snapshot;
        if (before is null) await output.WriteLineAsync(Opening(snapshot));
        foreach (var change in RolloutChange.Between(before, snapshot))
        {
            if (LineOf(change) is { } line) await output.WriteLineAsync(line);
        }

        await output.FlushAsync();
    }

    /// <inheritdoc />
    public Task TickAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async Task NoteAsync(string? note)
    {
        if (note == this.note) return;
        this.note = note;
        if (note is not null) await output.WriteLineAsync(note);
        await output.FlushAsync();
    }

    /// <inheritdoc />
    public async Task FinishAsync(RolloutSnapshot? last, bool left)
    {
        if (last is null) return;
        foreach (var line in ClosingText.Lines(last, cluster, withTrouble: false, withNext: !left, typed)) await output.WriteLineAsync(line);
        await output.FlushAsync();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Opening(RolloutSnapshot snapshot)
    {
        var waves = snapshot.Plan.Waves;
        var parallel = waves.Count == 1 ? $", at most {waves[0].Parallel} at once" : $" in {waves.Count} waves";
        return $"cluster {cluster}: rollout {snapshot.Plan.Id}: {SafeText.Line(snapshot.Plan.Name)} on {TimeText.Count(snapshot.Tally.Targets, "node")}{parallel}";
    }

    private static string? LineOf(RolloutChange change) => change switch
    {
        RolloutChange.Node { Snapshot: { Standing.Ended: not null } node } => ClosingText.Node(node),
        RolloutChange.Phase { State: { Phase: RolloutPhase.Waiting or RolloutPhase.Paused or RolloutPhase.Halted } state } =>
            $"rollout {state.Phase.Word()}{(state.Reason is { } reason ? ": " + SafeText.Line(reason.Text) : "")}",
        _ => null,
    };
}
