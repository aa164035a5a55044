using ChefActors.Testing;

namespace ChefActors.NodeHost.Tests.Actors;

/// <summary>
/// ACTOR/MESSAGE: all kinds of messages that a node host's actors are told in <see cref="CrashAtAnyMessageTests"/>, which holds the list complete.
/// With CHEFACTORS_APPROVE=1 it is written anew: look at the difference then.
/// </summary>
internal static class CrashMessages
{
    private static readonly string _file = Repository.PathOf("tests", "NodeHost.Tests", "Actors", "CrashMessages.txt");

    public static IReadOnlyList<string> All { get; } = File.ReadAllLines(_file);

    public static void Are(IReadOnlyList<string> seen)
    {
        if (Environment.GetEnvironmentVariable("CHEFACTORS_APPROVE") == "1") File.WriteAllLines(_file, seen);
        Assert.Equal(File.ReadAllText(_file), string.Concat(seen.Select(line => line + "\n")));
    }
}
