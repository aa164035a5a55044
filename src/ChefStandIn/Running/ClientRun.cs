using ChefActors.ChefStandIn.RunLists;

namespace ChefActors.ChefStandIn.Running;

/// <summary>One run with the lock in hand: run-list, resources, handlers, last line.</summary>
internal sealed class ClientRun(RunContext context, RunListSource runLists, long startedTicks)
{
    private const string Rule = "---------------------------------------------------------------------------------------";
    private readonly RunContext _context = context;
    private readonly RunListSource _runLists = runLists;
    private readonly long _startedTicks = startedTicks;

    private TimeSpan Elapsed => TimeSpan.FromMilliseconds(Environment.TickCount64 - _startedTicks);

    internal int Run()
    {
        _context.Formatter.RunStarted();
        if (_context.Signals.TakeInterrupt())
        {
            _context.Output.Log("FATAL", "SIGINT received, stopping");
            return Fail(new RunFailure(Banner: null, Fatal: null, ExitCode: 2), updated: 0);
        }

        if (_runLists.EarlyFailure is { } early)
        {
            if (_runLists.WithoutConfig)
                WarnOfMissingKey();
            return Fail(early, updated: 0, _runLists.WithoutConfig ? WarnOfDataCollector : null);
        }

        var (items, original) = _runLists.Choose();
        if (_runLists.IsOverride)
            WarnOfOverride(items, original);
        return Resolve(items, out var recipes) is { } failure ? Fail(failure, updated: 0) : Converge(items, recipes);
    }

    private RunFailure? Resolve(List<RunListItem> items, out List<RunListItem> recipes)
    {
        var missingRoles = new List<string>();
        var expanded = RunPlan.Expand(items, _context.Scenario, missingRoles);
        recipes = expanded;
        if (missingRoles.Count > 0)
        {
            foreach (var role in missingRoles)
                _context.Output.Log("ERROR", $"Role {role} (included by 'top level') is in the runlist but does not exist. Skipping expand.");
            return RunFailure.MissingRoles(missingRoles, items.ConvertAll(item => item.ToString()));
        }

        if (recipes.Count == 0)
            _context.Output.Log("WARN", $"Node {_context.NodeName} has an empty run list.");
        _context.Formatter.Resolving(recipes);
        var cookbooks = new List<string>();
        foreach (var recipe in recipes)
        {
            if (!cookbooks.Contains(recipe.Cookbook))
                cookbooks.Add(recipe.Cookbook);
        }

        var missing = cookbooks.FindAll(_context.Scenario.MissingCookbooks.Contains);
        if (missing.Count > 0)
            return RunFailure.MissingCookbooks(missing, recipes.ConvertAll(recipe => recipe.Expanded));
        _context.Formatter.Synchronized(cookbooks.ConvertAll(name => $"{name} ({expanded.Find(recipe => recipe.Cookbook == name)?.Version ?? "0.1.0"})"));
        return null;
    }

    private int Converge(List<RunListItem> items, List<RunListItem> expanded)
    {
        var recipes = RunPlan.Recipes(expanded, _context.Scenario, _context.NodeName);
        var planned = RunPlan.PlannedResources(recipes);
        _context.Formatter.Converging(planned, recipes.Count);
        var steps = new StepRunner(_context, planned > 0 ? _context.Scenario.Seconds / planned : 0);
        foreach (var recipe in recipes)
        {
            foreach (var step in recipe.Steps)
            {
                switch (steps.Run(step, recipe))
                {
                    case StepEnd.Failed failed:
                        _context.Formatter.ResourceFailed(failed.Failure.Banner!);
                        return Fail(failed.Failure with { Banner = null }, steps.Updated, failedResource: steps.Resource);
                    case StepEnd.CutOff cut:
                        _context.Formatter.CutOff(steps.Depth + 1);
                        return Fail(cut.Failure, steps.Updated);
                    case StepEnd.RebootNow now:
                        return RebootNow(now.Failure, steps.Depth);
                    default: break;
                }
            }
        }

        return Complete(items, steps);
    }

    private int Complete(List<RunListItem> items, StepRunner steps)
    {
        _context.Formatter.ConvergeEnded();
        if (_runLists.IsOverride)
            WarnOfSkippedSave();
        else if (!_context.WhyRun)
            _runLists.Store(items);
        var reboots = steps.RebootDetails is not null && !_context.WhyRun;
        _context.Report?.End(succeeded: true, steps.Updated, steps.Total, rebootRequested: reboots);
        _context.Formatter.RunCompleted(steps.Updated, steps.Total, Elapsed, _context.WhyRun);
        if (steps.RebootDetails is not { } details || _context.WhyRun)
            return 0;
        _context.Output.Log("WARN", details);
        return Fail(StepRunner.Reboot(details), steps.Updated);
    }

    private int RebootNow(RunFailure failure, int depth)
    {
        if (_runLists.IsOverride)
            WarnOfSkippedSave();
        _context.Formatter.CutOff(depth + 2);
        _context.Report?.End(succeeded: true, 0, 0, rebootRequested: true);
        _context.Formatter.RunCompleted(0, 0, Elapsed, whyRun: false);
        _context.Output.Log("WARN", failure.Fatal!["Chef::Exceptions::Reboot: ".Length..]);
        return Fail(failure, updated: 0);
    }

    private int Fail(RunFailure failure, int updated, Action? beforeFatal = null, string? failedResource = null)
    {
        // A reboot is an exception to Chef; its run was over and has been noted.
        if (failure.ExitCode != 35)
            _context.Report?.End(succeeded: false, updated, null, failedResource, failure.Fatal?.Split('\n')[0]);
        _context.Formatter.RunFailed(failure.Banner, updated, Elapsed);
        beforeFatal?.Invoke();
        var trace = Path.Combine(_context.CachePath, "chef-stacktrace.out");
        File.WriteAllText(trace, $"Generated at {Output.Timestamps.Precise()}\n{failure.Fatal ?? "SystemExit: exit"}\n{Identity.Remark}\n");
        _context.Output.Log("FATAL", $"Stacktrace dumped to {trace}");
        _context.Output.Log("FATAL", Rule);
        _context.Output.Log("FATAL", "PLEASE PROVIDE THE CONTENTS OF THE stacktrace.out FILE (above) IF YOU FILE A BUG REPORT");
        _context.Output.Log("FATAL", Rule);
        if (failure.Fatal is not null)
            _context.Output.Log("FATAL", failure.Fatal);
        return failure.ExitCode;
    }

    private void WarnOfOverride(List<RunListItem> items, List<RunListItem> original)
    {
        _context.Output.Log("WARN", "Run List override has been provided.");
        _context.Output.Log("WARN", $"Original Run List: {RunListItem.Describe(original)}");
        _context.Output.Log("WARN", $"Overridden Run List: {RunListItem.Describe(items)}");
    }

    private void WarnOfSkippedSave() => _context.Output.Log("WARN", "Skipping final node save because override_runlist was given");

    private void WarnOfMissingKey()
    {
        _context.Output.WriteLine($"Creating a new client identity for {_context.NodeName} using the validator key.");
        _context.Output.Log("WARN", Unreadable("validation.pem"));
    }

    private void WarnOfDataCollector()
    {
        for (var report = 0; report < 2; report++)
        {
            _context.Output.Log("WARN", Unreadable("client.pem"));
            _context.Output.Log(
                "WARN",
                "Error while reporting run start to Data Collector. URL: https://localhost:443/data-collector Exception: No HTTP Code -- "
                + "I cannot read /etc/chef/client.pem, which you told me to use to sign requests! ");
        }
    }

    private static string Unreadable(string key) =>
        $"Failed to read the private key /etc/chef/{key}: #<Errno::ENOENT: No such file or directory @ rb_sysopen - /etc/chef/{key}>";
}
