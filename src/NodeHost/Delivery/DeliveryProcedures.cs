using ChefActors.NodeHost.Running;
using ChefActors.ZooKeeper;

namespace ChefActors.NodeHost.Delivery;

/// <summary>Carries out one wish over one session.</summary>
internal sealed class DeliveryProcedures(ClaimProcedure claims, ResultProcedure results, InspectProcedure inspections, CrashPoint crash)
{
    /// <summary>The answer for the runner.</summary>
    /// <exception cref="SessionExpiredException">The session ended; carry it out again in the next one.</exception>
    /// <exception cref="ZooKeeperException">ZooKeeper refuses for a reason that reading anew does not mend; try again later.</exception>
    internal Task<RunnerInput> CarryOutAsync(IZooKeeperClient client, DeliveryProtocol.Wish wish, CancellationToken cancellationToken) =>
        crash.AroundAsync(CrashPoint.Of(wish), () => CarryOutCoreAsync(client, wish, cancellationToken));

    private async Task<RunnerInput> CarryOutCoreAsync(IZooKeeperClient client, DeliveryProtocol.Wish wish, CancellationToken cancellationToken)
    {
        switch (wish)
        {
            case DeliveryProtocol.Wish.Claim claim:
                return new RunnerInput.ClaimAnswered(claim.Id, claim.Attempt, await claims.ClaimAsync(client, claim.Item, claim.Attempt, cancellationToken));
            case DeliveryProtocol.Wish.Report report:
                await results.SendAsync(client, report.Outcome, cancellationToken);
                return new RunnerInput.Reported(report.Id);
            case DeliveryProtocol.Wish.Refuse refuse:
                await results.RefuseAsync(client, refuse.Id, refuse.Slot, refuse.Result, cancellationToken);
                return new RunnerInput.Refused(refuse.Id);
            case DeliveryProtocol.Wish.Drop drop:
                await results.DropAsync(client, drop.Id, drop.IsSlot, cancellationToken);
                return new RunnerInput.Refused(drop.Id);
            case DeliveryProtocol.Wish.Inspect inspect:
                return new RunnerInput.Inspected(inspect.Id, inspect.Start.Attempt, await inspections.InspectAsync(client, inspect.Start, cancellationToken));
            default:
                throw new ArgumentOutOfRangeException(nameof(wish), wish.GetType().Name, "the set of wishes is closed");
        }
    }
}
