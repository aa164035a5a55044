using System.Text;

namespace ChefActors.NodeHost.Tests.Running;

/// <summary>What strangers may put into a slot or an entry.</summary>
internal static class Hostile
{
    /// <summary>Items that chef-client, a shell or a path could read as something else.</summary>
    internal static IReadOnlyList<string> Items { get; } =
    [
        "", " ", "recipe[a],recipe[b]", "a,b", "recipe[a", "recipe]a[", "recipe[a]]", "recipe[[a]", "recipe[a b]", "a b", " a", "a ", "recipe[a];reboot", "a;b", "$(reboot)", "recipe[$(reboot)]",
        "`reboot`", "recipe[a`b`]", "..", "recipe[..]", "recipe[../../etc]", "recipe[a::../b]", "a/b", "-o", "--why-run", "recipe[-a]", "-W", "recipe[a]\n", "a\0b", "a\nb", "'a'", "\"a\"", "recipe[a]'", "*",
        "recipe[*]", "a|b", "a&b", "a>b", "a#b", "a\\b", "${HOME}", "a@1.2.3", "recipe[a@latest]", "role[a::b]", "role[a@1.0.0]", "named[a]", "recipe[ä]", "recipe[a\u200bb]", new('a', 513),
    ];

    /// <summary>Bytes that are no push.</summary>
    internal static IReadOnlyList<(string Name, byte[] Data)> Pushes { get; } =
    [
        ("no JSON", Text("run_list: [a]")),
        ("half a JSON", Text("""{"run_list":["a""")),
        ("two JSONs", Text("""{"run_list":["a"]}{"run_list":["b"]}""")),
        ("null", Text("null")),
        ("an array", Text("""["recipe[a]"]""")),
        ("a string", Text("\"recipe[a]\"")),
        ("no run-list", Text("""{"a":1}""")),
        ("an empty run-list", Text("""{"run_list":[]}""")),
        ("a run-list of null", Text("""{"run_list":null}""")),
        ("a run-list of text", Text("""{"run_list":"recipe[a]"}""")),
        ("a run-list of numbers", Text("""{"run_list":[1]}""")),
        ("a run-list with a null", Text("""{"run_list":["a",null]}""")),
        ("two run-lists", Text("""{"run_list":["a"],"run_list":["b"]}""")),
        ("recipes", Text("""{"run_list":["a"],"recipes":["b"]}""")),
        ("chef_environment", Text("""{"run_list":["a"],"chef_environment":"prod"}""")),
        ("policy_name", Text("""{"run_list":["a"],"policy_name":"p"}""")),
        ("policy_group", Text("""{"run_list":["a"],"policy_group":"p"}""")),
        ("tags", Text("""{"run_list":["a"],"tags":["b"]}""")),
        ("a megabyte", Text($$"""{"run_list":["a"],"x":"{{new string('x', 1 << 20)}}"}""")),
        ("deep nesting", Text($$"""{"run_list":["a"],"x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""")),
        ("nesting that an entry cannot hold", Text($$"""{"run_list":["a"],"x":{{new string('[', 31)}}{{new string(']', 31)}}}""")),
        ("escapes that an entry cannot hold", Text($$"""{"run_list":["a"],"x":"{{new string('<', 250_000)}}"}""")),
        ("not UTF-8", [.. Text("{\"run_list\":[\"a"), 0xff, 0xfe, .. Text("\"]}")]),
        ("a key that is not UTF-8", [.. Text("{\"run_list\":[\"a\"],\""), 0xff, .. Text("\":1}")]),
        ("half a surrogate", Text("""{"run_list":["\ud800"]}""")),
        ("half a surrogate in an attribute", Text("""{"run_list":["a"],"x":"\ud800"}""")),
        ("half a surrogate in a name", Text("""{"run_list":["a"],"\ud800":1}""")),
        ("zeros", new byte[100]),
        ("a byte order mark", [0xef, 0xbb, 0xbf, .. Text("""{"run_list":["a"]}""")]),
    ];

    internal static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
