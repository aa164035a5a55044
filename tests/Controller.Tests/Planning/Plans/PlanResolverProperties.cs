using ChefActors.Controller.Planning.Plans;
using ChefActors.Core.Targets;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace ChefActors.Controller.Tests.Planning.Plans;

public sealed class PlanResolverProperties
{
    private static readonly WaveOrder[] Orders = [new WaveOrder.ByName(), new WaveOrder.Shuffle(1), new WaveOrder.Shuffle(ulong.MaxValue), new WaveOrder.Spread("zone")];

    [Property]
    public bool Every_target_is_in_exactly_one_wave_and_every_wave_has_one(PositiveInt nodes, PositiveInt first, PositiveInt share, byte order, byte[] zones)
    {
        var (plan, fleet) = Given(nodes, first, share, order, zones);
        var waves = PlanSamples.Ready(plan, fleet).Rollout.Waves;
        return waves.All(wave => wave.Count > 0) && waves.SelectMany(w => w).Select(n => n.Value).Order(StringComparer.Ordinal).SequenceEqual(fleet.Select(n => n.Name).Order(StringComparer.Ordinal));
    }

    [Property]
    public bool Waves_are_as_large_as_was_said(PositiveInt nodes, PositiveInt first, PositiveInt share, byte order, byte[] zones)
    {
        var (plan, fleet) = Given(nodes, first, share, order, zones);
        var rollout = PlanSamples.Ready(plan, fleet).Rollout;
        int Size(string name) => rollout.Plan.Waves.FirstOrDefault(w => w.Name == name)?.Targets ?? 0;
        var (all, percent) = (fleet.Length, ((share.Get - 1) % 99) + 1);
        var canary = Math.Min(all, first.Get);
        var through = Math.Max(canary, (int)Math.Ceiling(all * percent / 100m));
        return Size("canary") == canary && Size("early") == through - canary && Size("rest") == all - through;
    }

    [Property]
    public bool The_same_plan_and_fleet_give_the_same_waves_in_whatever_order_nodes_come(PositiveInt nodes, PositiveInt first, PositiveInt share, byte order, byte[] zones)
    {
        var (plan, fleet) = Given(nodes, first, share, order, zones);
        var once = PlanSamples.Ready(plan, fleet).Rollout.Waves;
        var again = PlanSamples.Ready(plan, [.. fleet.Reverse()]).Rollout.Waves;
        return once.Count == again.Count && once.Zip(again).All(w => w.First.SequenceEqual(w.Second));
    }

    /// <summary>Within a wave a value may have fewer nodes than another by more than one only because it has no more of them.</summary>
    [Property]
    public bool A_spread_is_even_within_one(PositiveInt nodes, PositiveInt first, PositiveInt share, byte[] zones)
    {
        var (plan, fleet) = Given(nodes, first, share, 3, zones);
        var zoneOf = fleet.ToDictionary(n => n.Name, Zone, StringComparer.Ordinal);
        var left = fleet.GroupBy(Zone).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        foreach (var wave in PlanSamples.Ready(plan, fleet).Rollout.Waves)
        {
            var taken = left.Keys.ToDictionary(zone => zone, zone => wave.Count(n => zoneOf[n.Value] == zone), StringComparer.Ordinal);
            var most = taken.Values.Max();
            foreach (var (zone, count) in taken)
            {
                left[zone] -= count;
                if (count < most - 1 && left[zone] > 0) return false;
            }
        }

        return left.Values.All(count => count == 0);
    }

    private static string Zone(TargetSubject node) => (node.Find("zone") as FactValue.Text)?.Value ?? "";

    private static (PlanDocument Plan, TargetSubject[] Fleet) Given(PositiveInt nodes, PositiveInt first, PositiveInt share, byte order, byte[] zones)
    {
        var plan = PlanSamples.Waves($"[{{name: canary, nodes: {first.Get}}}, {{name: early, nodes: {((share.Get - 1) % 99) + 1}%}}, {{name: rest, nodes: rest}}]");
        var fleet = Enumerable.Range(0, nodes.Get).Select(n =>
        {
            var zone = zones.Length == 0 ? 0 : zones[n % zones.Length] % 5;
            return zone == 4 ? PlanSamples.Node($"n{n}") : PlanSamples.Node($"n{n}", ("zone", $"z{zone}"));
        });
        return (plan with { Order = Orders[order % Orders.Length] }, [.. fleet]);
    }
}
