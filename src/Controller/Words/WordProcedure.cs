using ChefActors.Controller.Aggregation;
using ChefActors.Core.Delivery;
using ChefActors.ZooKeeper;

namespace ChefActors.Controller.Words;

/// <summary>T14: a word is merged under the versions of the state and of the words that it was decided on.</summary>
internal sealed class WordProcedure(IZooKeeperClient client)
{
    /// <summary>Says it; null: there is no such rollout. A lost connection is looked into: a word that is there already stands.</summary>
    /// <exception cref="SessionExpiredException">The session is over; said again in another it finds what it did.</exception>
    public async Task<WordOutcome?> SayAsync(string rollout, OperatorWord word, string who, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var plan = await RolloutReads.PlanAsync(client, rollout, cancellationToken);
        while (plan is not null)
        {
            await client.SyncAsync(Core.Znodes.ZnodeLayout.Control(rollout), cancellationToken);
            var state = await RolloutReads.StateAsync(client, rollout, cancellationToken);
            var control = await RolloutReads.ControlAsync(client, rollout, null, cancellationToken);
            if (state is null || control is null) return null;
            var outcome = WordDecision.Decide(plan.Value, state.Value, control.Value, word, who, now);
            if (outcome is not WordOutcome.Spoken spoken) return outcome;
            try
            {
                var result = await client.MultiAsync(WordTransaction.Say(rollout, state.Version, spoken.Control, control.Version), cancellationToken);
                if (result.Succeeded) return outcome;
                if (result.Error is not (ErrorCode.BadVersion or ErrorCode.NoNode)) throw ZooKeeperException.For(result.Error, "multi", Core.Znodes.ZnodeLayout.Control(rollout));
            }
            catch (ConnectionLossException)
            {
                // It may have happened: the next look tells.
            }
        }

        return null;
    }
}
