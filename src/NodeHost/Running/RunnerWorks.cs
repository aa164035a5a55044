using ChefActors.Core.Results;
using ChefActors.NodeHost.ChefClient;
using ChefActors.NodeHost.ChefClient.Reporting;
using ChefActors.NodeHost.Journal;

namespace ChefActors.NodeHost.Running;

/// <summary>Carries out the effects that concern chef-client, the journal and this process; those that concern ZooKeeper are delivery's.</summary>
internal sealed class RunnerWorks(IChefClient chef, IRunJournal journal, IHostProcess host, string? chefConfig, CrashPoint crash, ChefFactsFile? facts = null)
{
    /// <summary>The answer for the machine; null: the effect has none.</summary>
    internal Task<RunnerInput?> CarryOutAsync(RunnerEffect effect, CancellationToken cancellationToken) =>
        crash.AroundAsync(CrashPoint.Of(effect), () => CarryOutCoreAsync(effect, cancellationToken));

    private async Task<RunnerInput?> CarryOutCoreAsync(RunnerEffect effect, CancellationToken cancellationToken)
    {
        switch (effect)
        {
            case RunnerEffect.Append append:
                return await AppendAsync(append.Record, cancellationToken);
            case RunnerEffect.Spawn spawn:
                return await SpawnAsync(spawn.Order, cancellationToken);
            case RunnerEffect.AskSupervisor ask:
                return host.NoSupervisor() is { } why
                    ? new RunnerInput.RestartRefused(ask.Id, ask.Attempt, new Reason(ReasonCode.NoSupervisor, why))
                    : new RunnerInput.RestartReady(ask.Id, ask.Attempt, host.Identity);
            case RunnerEffect.EndHost:
                host.End();
                return null;
            case RunnerEffect.Release release:
                await chef.ReleaseAsync(new ProcessIdentity(release.Start.Pid, release.Start.PidStart));
                return null;
            case RunnerEffect.Dismiss dismiss:
                await chef.DismissAsync(dismiss.Wrapper);
                return null;
            case RunnerEffect.Await wait:
                return new RunnerInput.Ended(wait.Start.Id, wait.Start.Attempt, Noted(await chef.WaitAsync(wait.Start, cancellationToken)));
            case RunnerEffect.Observe observe:
                var seen = await chef.ObserveAsync(observe.Start, cancellationToken);
                return new RunnerInput.Observed(observe.Start.Id, observe.Start.Attempt, seen is null ? null : Noted(seen));
            case RunnerEffect.Signal signal:
                await chef.SignalAsync(signal.Start, signal.What);
                return null;
            case RunnerEffect.Force force:
                await chef.SignalAsync(force.Start, ChefSignal.Kill);
                return new RunnerInput.Forced(force.Start.Id, force.Start.Attempt);
            case RunnerEffect.Look look:
                return new RunnerInput.Looked(look.Start.Id, look.Start.Attempt, await chef.ProgressAsync(look.Start, cancellationToken));
            case RunnerEffect.KeepLog keep:
                await chef.KeepLogAsync(keep.Id, cancellationToken);
                return null;
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect.GetType().Name, "this effect is carried out elsewhere");
        }
    }

    /// <summary>What a run told of the node in Chef is kept, whatever became of the run.</summary>
    private RunEnd Noted(RunEnd end)
    {
        if (end.Report is not null || end.Output.ChefVersion is not null) facts?.Note(end.Report, end.Output.ChefVersion);
        return end;
    }

    private async Task<RunnerInput> AppendAsync(JournalRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await journal.AppendAsync(record, cancellationToken);
            return new RunnerInput.Appended(record);
        }
        catch (IOException e)
        {
            return new RunnerInput.AppendFailed(record, e.Message);
        }
    }

    private async Task<RunnerInput> SpawnAsync(RunOrder order, CancellationToken cancellationToken)
    {
        // Chef itself would only warn and go on with defaults.
        if (chefConfig is not null && !File.Exists(chefConfig))
        {
            var fault = new Reason(ReasonCode.ChefConfigMissing, $"the file {chefConfig} (setting chef.config) does not exist; Chef would go on with its defaults, so nothing was started");
            return new RunnerInput.SpawnFailed(order.Command, order.Attempt, fault, fault.Text);
        }

        // An installation that is being replaced: without its handler in it the directory would only hide the site's own client.d.
        if (ChefArguments.HandlerDirectory(order.Arguments) is { } handler && !ReportHandler.IsIn(handler)) order = order with { Arguments = ChefArguments.WithoutHandler(order.Arguments) };

        try
        {
            return new RunnerInput.Spawned(order.Command, order.Attempt, await chef.SpawnAsync(order, cancellationToken));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new RunnerInput.SpawnFailed(order.Command, order.Attempt, null, e.Message);
        }
    }
}
