using System.Globalization;

namespace ChefActors.Controller.Demo;

/// <summary>What the stand-in for chef-client pretends on a node: its scenario file (src/ChefStandIn/README.md).</summary>
internal static class DemoScenario
{
    /// <summary>Pushed through the slot.</summary>
    public const string SlotItem = "recipe[cookbook_c]";

    /// <summary>Pushed to all.</summary>
    public const string FleetItem = "recipe[webapp]";

    /// <summary>Runs long enough to lose its node host.</summary>
    public const string LongItem = "recipe[migration]";

    /// <summary>Rolled out in waves; its canary fails until it is mended.</summary>
    public const string CanaryItem = "recipe[proxy]";

    /// <summary>What fails in the canary.</summary>
    public const string CanaryResource = "template[/etc/proxy/proxy.conf]";

    /// <summary>The plan of the waves.</summary>
    public const string CanaryPlan = """
        name: proxy 2.0
        command: {run_list: ["recipe[proxy]"]}
        target: "*"
        waves:
          - {name: canary, nodes: 1}
          - {name: rest, nodes: rest}
        """;

    /// <summary>What fails on purpose.</summary>
    public const string FailingResource = "template[/srv/webapp/config.yml]";

    /// <summary>The file's text.</summary>
    /// <param name="node">Whose.</param>
    /// <param name="longSeconds">What <see cref="LongItem"/> takes.</param>
    /// <param name="isMended">What <see cref="CanaryItem"/> stumbles over is mended.</param>
    public static string Json(DemoNode node, double longSeconds, bool isMended = false)
    {
        var third = Number(node.Seconds / 3);
        var failure = node.Fails ? """, "exception": "Errno::EACCES", "raise": "Permission denied @ rb_sysopen - /srv/webapp/config.yml" """ : "";
        var canary = isMended ? "" : """, "exception": "Chef::Exceptions::FileNotFound", "raise": "Cookbook 'proxy' has no template proxy.conf.erb" """;
        return $$"""
            {"recipes": {
              "cookbook_c": [
                {"resource": "package[chrony]", "outcome": "up_to_date"},
                {"resource": "template[/etc/chrony/chrony.conf]"},
                {"resource": "service[chrony]", "action": "restart"}],
              "webapp": [
                {"resource": "package[webapp]", "outcome": "up_to_date", "seconds": {{third}}},
                {"resource": "{{FailingResource}}", "seconds": {{third}}{{failure}}},
                {"resource": "service[webapp]", "action": "restart", "seconds": {{third}}}],
              "proxy": [
                {"resource": "package[proxy]", "outcome": "up_to_date"},
                {"resource": "{{CanaryResource}}"{{canary}}},
                {"resource": "service[proxy]", "action": "reload"}],
              "migration": [
                {"resource": "execute[migrate]", "seconds": {{Number(longSeconds)}} }]
            } }
            """;
    }

    /// <summary>The stand-in's client.rb.</summary>
    public static string ClientRb(DemoNode node) => $"node_name \"{node.Name}\"\n";

    private static string Number(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);
}
