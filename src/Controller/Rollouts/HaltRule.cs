namespace ChefActors.Controller.Rollouts;

/// <summary>Names of the rules that halt a rollout, as <c>state</c> has them.</summary>
internal static class HaltRule
{
    /// <summary>Failures of one wave, or of all.</summary>
    public const string Failures = "failures";

    /// <summary>Failures in a row.</summary>
    public const string Consecutive = "consecutive";

    /// <summary>Nodes that were offline when their turn came.</summary>
    public const string Offline = "offline";

    /// <summary>A node was offline, and the plan requires all.</summary>
    public const string OfflineRequired = "offline_required";

    /// <summary>A monitoring event.</summary>
    public const string Event = "event";

    /// <summary>A node updated far more resources than the first wave's did.</summary>
    public const string ResourcesUpdated = "resources_updated";

    /// <summary>The approval did not come in time.</summary>
    public const string ApprovalLate = "approval_late";

    /// <summary>A gate had no data for too long.</summary>
    public const string GateLate = "gate_late";
}
