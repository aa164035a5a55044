using System.Collections.Immutable;
using ChefActors.Core.Commands;
using ChefActors.Core.Queries;

namespace ChefActors.NodeHost.Queries;

/// <summary>
/// Questions that wait and those that are under way. Pure, bounded: a few are answered at once, so that their pages take little memory, and an answer is
/// under way until it is in. Nothing here is kept: after a crash the entries are read again, and answered again.
/// </summary>
internal sealed record QueryDesk
{
    /// <summary>Answered at once.</summary>
    internal const int AtOnce = 2;

    /// <summary>Waiting at most; one more is refused.</summary>
    internal const int WaitingAtMost = 100;

    /// <summary>Waiting, in order.</summary>
    public ImmutableList<(Command Command, Query Query)> Waiting { get; init; } = [];

    /// <summary>Being answered.</summary>
    public ImmutableHashSet<string> Answering { get; init; } = [];

    /// <summary>Being refused.</summary>
    public ImmutableHashSet<string> Refusing { get; init; } = [];

    /// <summary>No more are taken.</summary>
    internal bool IsFull => Waiting.Count >= WaitingAtMost;

    /// <summary>Whether it is here in any form, so that reading its entry again changes nothing.</summary>
    internal bool Knows(string id) => Answering.Contains(id) || Refusing.Contains(id) || Waiting.Exists(waiting => waiting.Command.Id == id);

    /// <summary>One more waits.</summary>
    internal QueryDesk With(Command command, Query query) => this with { Waiting = Waiting.Add((command, query)) };

    /// <summary>One is refused.</summary>
    internal QueryDesk WithRefused(string id) => this with { Refusing = Refusing.Add(id) };

    /// <summary>Its entry is gone: who waits, waits no more.</summary>
    internal QueryDesk Without(string id) => this with { Waiting = Waiting.RemoveAll(waiting => waiting.Command.Id == id) };

    /// <summary>Its result is in.</summary>
    internal QueryDesk WithDone(string id) => this with { Answering = Answering.Remove(id), Refusing = Refusing.Remove(id) };

    /// <summary>Those whose turn has come.</summary>
    internal (QueryDesk Desk, ImmutableList<(Command Command, Query Query)> Next) Take()
    {
        var next = Waiting.GetRange(0, Math.Min(Waiting.Count, Math.Max(0, AtOnce - Answering.Count)));
        return (this with { Waiting = Waiting.RemoveRange(0, next.Count), Answering = Answering.Union(next.Select(n => n.Command.Id)) }, next);
    }
}
