using System.Collections.Immutable;
using System.Globalization;
using ChefActors.Controller.Following;
using ChefActors.Controller.Rollouts;
using ChefActors.Core.Following;
using ChefActors.Core.Nodes;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>
/// A push with chef-client's output between its lines, each with its node's name in front when there are several. Plain lines, on a terminal too: a
/// table that is drawn anew and output that streams would overwrite each other.
/// </summary>
internal sealed class FollowView(VerbContext context, FollowSession session, string cluster, int nodes) : IRolloutView
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan LastLooks = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly LineView lines = new(context.World.Output, cluster, context.Typed);
    private readonly Dictionary<NodeName, LogLines> outputs = [];
    private readonly HashSet<NodeName> ended = [];
    private long? lookedAt;
    private Task<IReadOnlyList<(NodeName Node, ImmutableArray<FollowPiece> Pieces)>>? reading;
    private bool isSilent;
    private bool isLost;

    /// <summary>Begins the leases.</summary>
    public async Task BeginAsync()
    {
        foreach (var node in await session.RenewAsync(CancellationToken.None)) await context.SayAsync($"{node} never registered: there is nothing to follow");
    }

    /// <inheritdoc />
    public async Task ShowAsync(RolloutSnapshot snapshot)
    {
        // A node's last lines come before the line that says how it ended.
        var over = snapshot.Nodes.Where(n => n.Result is { StartedAt: not null } && ended.Add(n.Node)).Select(n => n.Node).ToList();
        if (over.Count > 0) await LastLooksAsync(over);
        else await LookAsync(LookEvery);
        await lines.ShowAsync(snapshot);
    }

    /// <inheritdoc />
    public Task TickAsync() => LookAsync(LookEvery);

    /// <inheritdoc />
    public Task NoteAsync(string? note) => lines.NoteAsync(note);

    /// <inheritdoc />
    public async Task FinishAsync(RolloutSnapshot? last, bool left)
    {
        await LookAsync(TimeSpan.Zero);
        foreach (var (node, output) in outputs) output.Finish(line => Write(node, line));
        await lines.FinishAsync(last, left);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => lines.DisposeAsync();

    private async Task LastLooksAsync(List<NodeName> over)
    {
        var began = context.World.Time.GetTimestamp();
        while (true)
        {
            await LookAsync(TimeSpan.Zero);
            if (isLost || isSilent || over.TrueForAll(session.IsOver)) return;
            if (context.World.Time.GetElapsedTime(began) > LastLooks) break;
            await Task.Delay(Pause, context.World.Time);
        }

        foreach (var node in over.Where(node => !session.IsOver(node))) Write(node, $"(the end of its output did not come; the whole log: {context.Typed($"log {node}")})");
    }

    private async Task LookAsync(TimeSpan every)
    {
        if (isLost || (lookedAt is { } at && context.World.Time.GetElapsedTime(at) < every)) return;
        lookedAt = context.World.Time.GetTimestamp();
        try
        {
            await session.RenewAsync(CancellationToken.None).WaitAsync(Patience, context.World.Time);

            // What it reads is read once: a look that takes long is waited for again, not begun anew.
            reading ??= session.ReadAsync(CancellationToken.None);
            var news = await reading.WaitAsync(Patience, context.World.Time);
            reading = null;
            foreach (var (node, pieces) in news) Show(node, pieces);
            isSilent = false;
        }
        catch (Exception e) when (e is TimeoutException or ConnectionLossException)
        {
            if (reading is { IsFaulted: true }) reading = null;
            if (!isSilent) await context.SayAsync("output cannot be followed: ZooKeeper does not answer; trying again");
            isSilent = true;
        }
        catch (ZooKeeperException e)
        {
            isLost = true;
            await context.SayAsync($"output is not followed any more, the rollout goes on: {e.Message}");
        }
    }

    private void Show(NodeName node, ImmutableArray<FollowPiece> pieces)
    {
        if (!outputs.TryGetValue(node, out var output)) outputs[node] = output = new LogLines();
        foreach (var piece in pieces)
        {
            switch (piece)
            {
                case FollowPiece.Output more:
                    output.Add(more.Bytes.Span, line => Write(node, line));
                    break;
                case FollowPiece.Skipped skipped:
                    output.Finish(line => Write(node, line));
                    Write(node, string.Create(CultureInfo.InvariantCulture, $"({skipped.Bytes:N0} bytes were skipped; the whole log: {context.Typed($"log {node}")})"));
                    break;
                case FollowPiece.Started started:
                    output.Finish(line => Write(node, line));
                    Write(node, $"(attempt {started.Attempt} begins)");
                    break;
            }
        }

        // The end of a run ends its last line.
        if (session.IsOver(node)) output.Finish(line => Write(node, line));
    }

    private void Write(NodeName node, string line) => context.World.Output.WriteLine(nodes > 1 ? $"{node} | {line}" : line);
}
