using ChefActors.Controller.Rollouts;
using Spectre.Console;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>For a terminal: the screen of <see cref="RolloutScreen"/>, drawn anew in place, and the verdict below when it is over.</summary>
internal sealed class LiveView(IAnsiConsole screen, string cluster, TimeProvider time, Func<string, string> typed) : IRolloutView
{
    private readonly Dictionary<string, DateTimeOffset> seen = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveDisplayContext? context;
    private Task? display;
    private RolloutSnapshot? shown;
    private long shownAt;
    private string? note;

    /// <inheritdoc />
    public Task ShowAsync(RolloutSnapshot snapshot)
    {
        (shown, shownAt) = (snapshot, time.GetTimestamp());
        foreach (var node in snapshot.Nodes.Where(n => n.Standing is { Dispatched: true, Ended: null })) seen.TryAdd(node.Node.Value, snapshot.At);
        return DrawAsync();
    }

    /// <inheritdoc />
    public Task TickAsync() => DrawAsync();

    /// <inheritdoc />
    public Task NoteAsync(string? note)
    {
        this.note = note;
        return DrawAsync();
    }

    /// <inheritdoc />
    public async Task FinishAsync(RolloutSnapshot? last, bool left)
    {
        await CloseAsync();
        if (last is null) return;
        foreach (var line in ClosingText.Lines(last, cluster, withTrouble: true, withNext: !left, typed)) screen.Write(new Text(line + Environment.NewLine));
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task DrawAsync()
    {
        if (shown is null) return;
        var now = shown.At + time.GetElapsedTime(shownAt);
        var picture = RolloutScreen.Of(shown, cluster, now, seen, note, screen.Profile.Width, screen.Profile.Height);
        if (display is null)
        {
            var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            display = screen.Live(picture).AutoClear(true).StartAsync(async live =>
            {
                context = live;
                ready.SetResult();
                await over.Task;
            });
            await ready.Task;
        }

        context?.UpdateTarget(picture);
    }

    private async Task CloseAsync()
    {
        over.TrySetResult();
        if (display is not null) await display;
        display = null;
        shown = null;
    }
}
