using Akka.Actor;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>Finds the plan of an actor system.</summary>
internal sealed class CrashPlans : ExtensionIdProvider<CrashPlan>
{
    public override CrashPlan CreateExtension(ExtendedActorSystem system) => new();

    /// <summary>The plan.</summary>
    public static CrashPlan Of(ActorSystem system) => system.WithExtension<CrashPlan, CrashPlans>();
}
