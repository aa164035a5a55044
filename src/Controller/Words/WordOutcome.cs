using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Words;

/// <summary>What becomes of an operator's word. A closed set.</summary>
internal abstract record WordOutcome
{
    private WordOutcome()
    {
    }

    /// <summary>It changes what stands.</summary>
    /// <param name="Control">The words with it.</param>
    /// <param name="Told">For the operator: what holds from now on.</param>
    internal sealed record Spoken(ControlDocument Control, string Told) : WordOutcome;

    /// <summary>It stands already: nothing is written.</summary>
    internal sealed record Stands(string Told) : WordOutcome;

    /// <summary>It is about something that is over, or that is not so.</summary>
    internal sealed record Refused(string Why) : WordOutcome;
}
