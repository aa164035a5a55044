using System.Text.Json;
using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>The contract's JSON: the document at the end and, as it happens, a line for every change before it.</summary>
internal sealed class JsonView(TextWriter output, string cluster, bool asItHappens) : IRolloutView
{
    private RolloutSnapshot? shown;

    /// <inheritdoc />
    public async Task ShowAsync(RolloutSnapshot snapshot)
    {
        var before = shown;
        shown = snapshot;
        if (!asItHappens) return;
        foreach (var change in RolloutChange.Between(before, snapshot))
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(EventDocument.Of(change, snapshot), ConsoleJson.Default.EventDocument));
        }

        await output.FlushAsync();
    }

    /// <inheritdoc />
    public Task TickAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task NoteAsync(string? note) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task FinishAsync(RolloutSnapshot? last, bool left)
    {
        if (last is null) return;
        await output.WriteLineAsync(JsonSerializer.Serialize(RolloutDocument.Of(last, cluster), ConsoleJson.Default.RolloutDocument));
        await output.FlushAsync();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
