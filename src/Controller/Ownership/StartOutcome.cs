using ChefActors.Controller.Rollouts;

namespace ChefActors.Controller.Ownership;

/// <summary>An answer and, with <see cref="StartAnswer.Driving"/>, what is to be driven.</summary>
internal sealed record StartOutcome(StartAnswer Answer, LoadedRollout? Loaded)
{
    public static StartOutcome Driving(LoadedRollout loaded) => new(new StartAnswer.Driving(loaded.Plan.Id), loaded);
}
