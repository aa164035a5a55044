namespace ChefActors.Controller.History;

/// <summary>How long ended rollouts are kept, and in which form: the settings <c>chefactors.history</c>.</summary>
/// <param name="CompactAfter">From a rollout's end on; until then every row stands.</param>
/// <param name="Keep">So many ended rollouts, the newest.</param>
/// <param name="KeepFor">From their ends on.</param>
internal sealed record HistoryLimits(TimeSpan CompactAfter, int Keep, TimeSpan KeepFor)
{
    /// <summary>As <c>hocon/controller.conf</c> has them.</summary>
    public static HistoryLimits Default { get; } = new(TimeSpan.FromMinutes(1), 200, TimeSpan.FromDays(90));
}
