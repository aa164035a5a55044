namespace ChefActors.Controller.Words;

/// <summary>What an operator says about a rollout. A closed set.</summary>
internal abstract record OperatorWord
{
    private OperatorWord()
    {
    }

    /// <summary>As <c>control</c> lists it.</summary>
    public abstract string Verb { get; }

    /// <summary>What the list of words says besides; null: nothing.</summary>
    public virtual string? Detail => null;

    /// <summary>Nothing new is dispatched.</summary>
    internal sealed record Pause : OperatorWord
    {
        public override string Verb => "pause";
    }

    /// <summary>Goes on after a pause, a hold or, accepting what happened, a halt.</summary>
    internal sealed record Resume(bool AcceptFailures) : OperatorWord
    {
        public override string Verb => "resume";

        public override string? Detail => AcceptFailures ? "accept-failures" : null;
    }

    /// <summary>The wave is good; null: the one that waits.</summary>
    internal sealed record Approve(string? Wave) : OperatorWord
    {
        public override string Verb => "approve";

        public override string? Detail => Wave;
    }

    /// <summary>Ends it; what runs is stopped too, if asked for.</summary>
    internal sealed record Abort(bool Interrupt) : OperatorWord
    {
        public override string Verb => "abort";

        public override string? Detail => Interrupt ? "interrupt" : null;
    }
}
