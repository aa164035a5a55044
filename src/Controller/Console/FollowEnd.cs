namespace ChefActors.Controller.Console;

/// <summary>Why following ended.</summary>
internal enum FollowEnd
{
    /// <summary>The rollout is over.</summary>
    Over,

    /// <summary><c>--timeout</c> passed.</summary>
    TimeUp,

    /// <summary>Ctrl-C or SIGTERM.</summary>
    Interrupted,
}
