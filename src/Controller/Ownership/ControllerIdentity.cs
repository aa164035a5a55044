using ChefActors.Core.Rollouts;

namespace ChefActors.Controller.Ownership;

/// <summary>Who drives.</summary>
/// <param name="Id">Random, made once per process; allowed in a path.</param>
/// <param name="Host">The machine.</param>
/// <param name="Pid">The process id there.</param>
/// <param name="User">As <c>user@host</c>.</param>
internal sealed record ControllerIdentity(string Id, string Host, int Pid, string User)
{
    /// <summary>What goes to <c>/rollout/&lt;id&gt;/owner</c> and <c>/controller/&lt;id&gt;</c>.</summary>
    public OwnerDocument Document(DateTimeOffset since) => new(1, Id, Host, Pid, since);
}
