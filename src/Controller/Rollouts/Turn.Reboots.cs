namespace ChefActors.Controller.Rollouts;

/// <summary>Nodes whose run asked for a reboot, where the plan wants to see them back.</summary>
internal sealed partial class Turn
{
    private static readonly TimeSpan LookForRebooting = TimeSpan.FromSeconds(5);

    private void FollowReboots()
    {
        var look = new List<TargetState>();
        foreach (var target in State.Rebooting.Select(State.At))
        {
            var deadline = Waits.RebootDeadline(State, target.Position);
            var seen = target.Presence is null ? DateTimeOffset.MinValue : target.PresenceAt;
            if (now > deadline && seen > deadline) GiveUpWaiting(target);
            else if (now > deadline || now - seen >= LookForRebooting) look.Add(target);
            else WakeBy(Earlier(seen + LookForRebooting, deadline.AddMilliseconds(1)));
        }

        ReadPresence(look);
    }

    private void GiveUpWaiting(TargetState target) =>
        State = State with { Rebooting = State.Rebooting.Remove(target.Position), NotBack = State.NotBack.Add(target.Position) };

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
