namespace ChefActors.Controller.Demo;

/// <summary>A node of the demonstration: what it is called, where it says it stands, how its stand-in behaves.</summary>
/// <param name="Name">Its name, such as <c>web-1.demo</c>.</param>
/// <param name="Role">The value of its tag <c>role</c>: web, app or db.</param>
/// <param name="Env">The value of its tag <c>env</c>: prod or stage.</param>
/// <param name="Location">Its place in the hierarchy, such as <c>kr/seoul/prod/web</c>.</param>
/// <param name="Seconds">What the push to all takes there.</param>
/// <param name="Fails">The push to all fails there, on purpose.</param>
internal sealed record DemoNode(string Name, string Role, string Env, string Location, double Seconds, bool Fails)
{
    private static readonly string[] Roles = ["web", "web", "app", "db"];

    /// <summary>The nodes of a demonstration; the last one fails.</summary>
    /// <param name="count">From 1.</param>
    public static IReadOnlyList<DemoNode> Fleet(int count)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var nodes = new List<DemoNode>(count);
        for (var i = 0; i < count; i++)
        {
            var role = Roles[i % Roles.Length];
            var number = numbers[role] = numbers.GetValueOrDefault(role) + 1;
            var env = i % 6 == 5 ? "stage" : "prod";
            var site = i % 2 == 0 ? "seoul" : "busan";

            // Spread without order, so that the live view has something to sort.
            var seconds = 1 + 0.7 * (i * 3 % 5);
            nodes.Add(new DemoNode($"{role}-{number}.demo", role, env, $"kr/{site}/{env}/{role}", seconds, Fails: i == count - 1));
        }

        return nodes;
    }
}
