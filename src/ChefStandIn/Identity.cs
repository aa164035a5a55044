namespace ChefActors.ChefStandIn;

/// <summary>What the stand-in says it is, in the places where chef-client says what it is.</summary>
internal static class Identity
{
    /// <summary>The version whose output is imitated.</summary>
    internal const string ChefVersion = "18.11.21";

    internal const string Remark = "(ChefActors stand-in, converges nothing)";

    internal const string Ruby = "none " + Remark;
}
