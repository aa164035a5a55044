using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Console.Rendering;

/// <summary>Shows one rollout while it goes and when it is over. Called by one caller at a time.</summary>
internal interface IRolloutView : IAsyncDisposable
{
    /// <summary>A newer look.</summary>
    Task ShowAsync(RolloutSnapshot snapshot);

    /// <summary>Time has passed without news.</summary>
    Task TickAsync();

    /// <summary>Something to know that no snapshot says, such as that ZooKeeper does not answer; null: that is over.</summary>
    Task NoteAsync(string? note);

    /// <summary>Nothing comes after this.</summary>
    /// <param name="last">The last look; null: there never was one.</param>
    /// <param name="left">The rollout is not over; the caller says how to go on.</param>
    Task FinishAsync(RolloutSnapshot? last, bool left);
}
