using ChefActors.Core.Nodes;

namespace ChefActors.Controller.Rollouts;

/// <summary>What became of the wish to start or to take over a rollout. A closed set.</summary>
internal abstract record StartAnswer
{
    private StartAnswer()
    {
    }

    /// <summary>This controller drives it.</summary>
    internal sealed record Driving(string Rollout) : StartAnswer;

    /// <summary>A command of another unfinished rollout is outstanding on these nodes.</summary>
    internal sealed record Overlap(string OtherRollout, IReadOnlyList<NodeName> Nodes) : StartAnswer;

    /// <summary>Another controller drives it.</summary>
    internal sealed record OwnedByOther(string Controller) : StartAnswer;

    /// <summary>It cannot be: why, for people.</summary>
    internal sealed record Refused(string Why) : StartAnswer;

    /// <summary>It has ended already.</summary>
    internal sealed record Ended : StartAnswer;

    /// <summary>There is no such rollout.</summary>
    internal sealed record Unknown : StartAnswer;
}
