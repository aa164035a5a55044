namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>ACTOR/MESSAGE: all kinds of messages that a node host's actors are told in <see cref="CrashAtAnyMessageTests"/>, which holds the list complete.</summary>
internal static class CrashMessages
{
    public static IReadOnlyList<string> All { get; } =
    [
        "facts/Look",
    ];
}
