using ChefActors.ChefStandIn.Native;
using ChefActors.ChefStandIn.Scenarios;

namespace ChefActors.ChefStandIn.Running;

/// <summary>Carries out one resource, and those inside it.</summary>
internal sealed class StepRunner(RunContext context, double extraSeconds)
{
    private static readonly RunFailure Interrupted = new(Banner: null, Fatal: null, ExitCode: 2);
    private readonly RunContext _context = context;
    private readonly double _extraSeconds = extraSeconds;
    private readonly CommandRunner _commands = new(context.Signals, context.Output, context.Formatter);

    /// <summary>Resources that ended so far, nested ones and notified actions included.</summary>
    internal int Total { get; private set; }

    internal int Updated { get; private set; }

    /// <summary>The resource that began last.</summary>
    internal string? Resource { get; private set; }

    /// <summary>What a reboot that was asked for says at the end of the run.</summary>
    internal string? RebootDetails { get; private set; }

    /// <summary>How deep in custom resources the step at work is; after a cut-off, where that happened.</summary>
    internal int Depth { get; private set; }

    internal StepEnd Run(Step step, PlannedRecipe recipe)
    {
        var action = step.Action ?? (step.Reboot is { } when && when != "pending" ? RebootAction(when) : RunPlan.DefaultAction(step.Type));
        _context.Formatter.ResourceBegun(step.Resource, action, recipe.FullName, step.Line, Depth);
        Resource = step.Resource;
        _context.Report?.Live(Total, step.Resource);
        if (step.Warn is { } warning)
            _context.Output.Log("WARN", warning);
        var end = SpendTime(step) ?? RunNested(step, recipe) ?? (FailsHere(step) ? Fail(step, action, recipe) : null) ?? RunCommand(step, action, recipe);
        if (end is not null)
            return end;

        Total++;
        var updated = Conclude(step);
        Updated += updated ? 1 : 0;
        return new StepEnd.Done(updated);
    }

    private StepEnd? SpendTime(Step step)
    {
        foreach (var chunk in Noise.Chunks(step))
            _context.Formatter.Stream(step.Type, chunk);
        var left = (long)((step.Seconds + _extraSeconds) * 1000);
        var slice = step.TickSeconds > 0 ? (long)(step.TickSeconds * 1000) : long.MaxValue;
        for (var tick = 1; ; tick++)
        {
            // Also looks at a SIGINT that arrived between two resources.
            if (_context.Signals.WaitForInterrupt(Math.Min(left, slice)))
            {
                _context.Output.Log("FATAL", "SIGINT received, stopping");
                return new StepEnd.CutOff(Interrupted);
            }

            left -= slice;
            if (left <= 0)
                return null;
            _context.Formatter.Stream(step.Type, System.Text.Encoding.UTF8.GetBytes($"tick {tick}\n"));
        }
    }

    private StepEnd? RunNested(Step step, PlannedRecipe recipe)
    {
        if (step.Nested.Count == 0)
            return null;
        Depth++;
        foreach (var nested in step.Nested)
        {
            if (Run(nested, recipe) is not StepEnd.Done and var end)
                return end;
        }

        Depth--;
        return null;
    }

    private bool FailsHere(Step step) => step.FailOn is null || step.FailOn.Contains(_context.NodeName);

    private StepEnd? Fail(Step step, string action, PlannedRecipe recipe)
    {
        if (step.DieOfSignal is { } signal)
            Death.Of(signal);
        if (step.Exit is { } code)
            return new StepEnd.CutOff(new RunFailure(Banner: null, Fatal: null, code));
        if (step.Reboot == "pending")
            return new StepEnd.CutOff(new RunFailure(Banner: null, $"Chef::Exceptions::RebootPending: {step.RebootReason}", 37));
        if (step.Reboot == "now")
        {
            _context.Output.Log("WARN", $"Rebooting system immediately, requested by '{step.Name}'");
            return new StepEnd.RebootNow(Reboot(Details(step)));
        }

        return step.Raise is { } message
            ? new StepEnd.Failed(StepFailure.Of(step, action, recipe, _context.CachePath, step.Exception, message, cookbookTrace: step.Type == "ruby_block"))
            : null;
    }

    /// <summary>The failure with which a run ends that is followed by a reboot.</summary>
    internal static RunFailure Reboot(string details) => new(Banner: null, $"Chef::Exceptions::Reboot: {details}", 35);

    private StepEnd? RunCommand(Step step, string action, PlannedRecipe recipe)
    {
        if (step.Execute is not { } command || _context.WhyRun || step.Outcome is Outcome.Skipped or Outcome.UpToDate)
            return null;
        var end = _commands.Run(step);
        if (end is null)
            return new StepEnd.CutOff(Interrupted);
        if (end.ExitCode == 0)
            return null;
        var message = StepFailure.CommandMessage(command, end.ExitCode, end.Output, end.Error);
        return new StepEnd.Failed(StepFailure.Of(
            step, action, recipe, _context.CachePath, "Mixlib::ShellOut::ShellCommandFailed", message, cookbookTrace: false));
    }

    private bool Conclude(Step step)
    {
        if (step.Nested.Count > 0)
        {
            _context.Formatter.NestedEnded(step.Resource);
            return true;
        }

        if (step.Reboot == "request" && FailsHere(step))
            RebootDetails = RequestReboot(step);
        var outcome = step is { Write: true, Content: not null, Outcome: Outcome.Updated } && !FileText.Write(step, _context.WhyRun)
            ? Outcome.UpToDate
            : step.Outcome;
        switch (outcome)
        {
            case Outcome.UpToDate: _context.Formatter.UpToDate(); break;
            case Outcome.Skipped: _context.Formatter.Skipped(step.SkippedBy); break;
            case Outcome.Silent: _context.Formatter.Silent(); break;
            default: _context.Formatter.Updated(step.Resource, Changes(step)); break;
        }

        return outcome == Outcome.Updated;
    }

    private string RequestReboot(Step step)
    {
        _context.Output.Log("WARN", $"Reboot requested:'{step.Name}'");
        return Details(step);
    }

    private static string Details(Step step) =>
        $"Rebooting server at a recipe's request. Details: {{:delay_mins=>{step.RebootDelayMinutes}, :reason=>\"{step.RebootReason}\", "
        + $":timestamp=>{Output.Timestamps.Precise()}, :requested_by=>\"{step.Name}\"}}";

    private static string RebootAction(string when) => when == "now" ? "reboot_now" : "request_reboot";

    private List<string> Changes(Step step)
    {
        var changes = step.Content is null ? [] : FileText.Changes(step);
        if (step.Changes is { } given)
        {
            foreach (var change in given)
                changes.Add("- " + change);
        }
        else if (step.Content is null)
        {
            changes.Add("- " + UsualChange(step));
        }

        if (_context.WhyRun)
        {
            for (var at = 0; at < changes.Count; at++)
                changes[at] = changes[at].StartsWith("- ", StringComparison.Ordinal) ? $"- Would {changes[at][2..]}" : changes[at];
        }

        return changes;
    }

    private static string UsualChange(Step step) => step.Type switch
    {
        "execute" => $"execute {step.Execute ?? step.Name}",
        "directory" => $"create new directory {step.Name}",
        "file" => $"create new file {step.Name}",
        "reboot" => "request a system reboot to occur if the run succeeds",
        _ => $"{RunPlan.DefaultAction(step.Type)} {step.Name}",
    };
}
