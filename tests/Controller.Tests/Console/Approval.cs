using ChefActors.Testing;

namespace ChefActors.Controller.Tests.Console;

/// <summary>Texts that people have looked at: a test compares with the approved file. CHEFACTORS_APPROVE=1 writes what was received instead; look at the diff then.</summary>
internal static class Approval
{
    public static void Matches(string name, string received)
    {
        var file = Repository.PathOf("tests", "Controller.Tests", "Console", "Approved", name + ".txt");
        var text = string.Join('\n', received.ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())).TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("CHEFACTORS_APPROVE") == "1") File.WriteAllText(file, text);
        Assert.True(File.Exists(file), $"{file} is missing. Received:\n{text}");
        Assert.Equal(File.ReadAllText(file), text);
    }
}
