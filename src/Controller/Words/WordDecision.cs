using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Words;

/// <summary>What a word does to the words that stand (CONTRACT, section 2, <c>control</c>). Pure, and idempotent: said twice it changes nothing more.</summary>
internal static class WordDecision
{
    /// <summary>Words of one rollout; more are refused but for an abort.</summary>
    public const int WordsAtMost = 500;

    /// <summary>Decides.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="state">The state that goes with the words: it is checked when they are written.</param>
    /// <param name="control">The words that stand.</param>
    /// <param name="word">The new one.</param>
    /// <param name="who">Whose, as <c>user@host</c>.</param>
    /// <param name="now">ZooKeeper's time.</param>
    public static WordOutcome Decide(RolloutPlan plan, RolloutState state, ControlDocument control, OperatorWord word, string who, DateTimeOffset now)
    {
        if (state.Phase.IsEnded()) return new WordOutcome.Refused($"it is over: {state.Phase.Word()}{At(state.FinishedAt)}");
        if (control.Abort is { } abort && word is not OperatorWord.Abort) return new WordOutcome.Refused($"{abort.Who} aborted it at {abort.When:u}; an abort is never taken back");
        if (control.Words.Count >= WordsAtMost && word is not OperatorWord.Abort) return new WordOutcome.Refused($"{control.Words.Count} words were said about it, at most {WordsAtMost} are kept: abort it, and retry what is left");
        return word switch
        {
            OperatorWord.Pause => control.Paused
                ? new WordOutcome.Stands("it is paused already")
                : Spoken(control with { Paused = true }, word, who, now, "nothing new is dispatched; what is outstanding may finish"),
            OperatorWord.Resume resume => Resume(state, control, resume, who, now),
            OperatorWord.Approve approve => Approve(plan, state, control, approve, who, now),
            OperatorWord.Abort said => Abort(control, said, who, now),
            _ => throw new InvalidOperationException($"a word of an unknown kind: {word}"),
        };
    }

    private static WordOutcome Resume(RolloutState state, ControlDocument control, OperatorWord.Resume word, string who, DateTimeOffset now)
    {
        var next = control with { Paused = false, ResumedAt = now };
        if (state.Halt is { } halt && control.AcceptFailures < state.Halts)
        {
            return word.AcceptFailures
                ? Spoken(next with { AcceptFailures = state.Halts }, word, who, now, $"it goes on, and only what comes on top counts; accepted: {halt.Text}")
                : new WordOutcome.Refused($"a rule halted it: {halt.Text}. To go on all the same, and count new failures only: resume --accept-failures{(halt.Wave is { } wave && halt.Value is null ? $"; or approve {wave}" : "")}");
        }

        if (control.Paused) return Spoken(next, word, who, now, "it goes on");
        var isHolding = now < state.HoldUntil && !(control.ResumedAt > state.HoldSince);
        if (isHolding) return Spoken(next, word, who, now, "it goes on although many nodes are gone");
        return control.Words is [.., { Verb: "resume" }]
            ? new WordOutcome.Stands("it was resumed already")
            : new WordOutcome.Refused($"it is neither paused, halted nor holding: it is {state.Phase.Word()}{Why(state)}");
    }

    private static WordOutcome Approve(RolloutPlan plan, RolloutState state, ControlDocument control, OperatorWord.Approve word, string who, DateTimeOffset now)
    {
        var waiting = plan.Waves[state.Wave];
        var name = word.Wave ?? waiting.Name;
        var index = plan.Waves.Select((w, i) => (w, i)).Where(x => x.w.Name == name).Select(x => x.i).DefaultIfEmpty(-1).First();
        if (index < 0) return new WordOutcome.Refused($"it has no wave {name}; it has {string.Join(", ", plan.Waves.Select(w => w.Name))}");
        if (index < state.Wave) return new WordOutcome.Refused($"wave {name} is over; the current one is {waiting.Name}");
        if (control.Approved.Contains(name)) return new WordOutcome.Stands($"wave {name} is approved already");
        var isGate = index == state.Wave && state.GateUntil is not null;
        if (!plan.Waves[index].Approve && !isGate) return new WordOutcome.Refused($"wave {name} asks for no approval");
        return Spoken(control with { Approved = [.. control.Approved, name] }, new OperatorWord.Approve(name), who, now, $"wave {name} is approved");
    }

    private static WordOutcome Abort(ControlDocument control, OperatorWord.Abort word, string who, DateTimeOffset now)
    {
        if (control.Abort is not { } before)
        {
            return Spoken(control with { Abort = new AbortWord(word.Interrupt, who, now) }, word, who, now,
                word.Interrupt ? "nothing new starts, what is unclaimed is withdrawn, what runs is asked to stop" : "nothing new starts, what is unclaimed is withdrawn, what runs may finish");
        }

        return word.Interrupt && !before.Interrupt
            ? Spoken(control with { Abort = before with { Interrupt = true } }, word, who, now, "what runs is asked to stop as well")
            : new WordOutcome.Stands($"{before.Who} aborted it at {before.When:u} already");
    }

    private static WordOutcome.Spoken Spoken(ControlDocument control, OperatorWord word, string who, DateTimeOffset now, string told) =>
        new(control with { Words = [.. control.Words, new ControlWord(word.Verb, who, now, word.Detail)] }, told);

    private static string At(DateTimeOffset? time) => time is { } at ? $" since {at:u}" : "";

    private static string Why(RolloutState state) => state.Reason is { } reason ? $" ({reason.Text})" : "";
}
