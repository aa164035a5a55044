using ChefActors.Core.Pacing;
using ChefActors.Core.Znodes;

namespace ChefActors.Core.Tests.Pacing;

public sealed class PaceRulesTests
{
    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_budget_of_which_all_is_taken_gives_nothing_until_its_next_run()
    {
        var first = PaceRules.Take(null, "R1", 60, 100, _now);
        Assert.Equal(1, first.Count);
        var second = PaceRules.Take(first.Document, "R2", 60, 100, _now);
        Assert.Equal((0, first.Document.Next), (second.Count, second.NextAt));
        Assert.Equal(1, PaceRules.Take(first.Document, "R2", 60, 100, first.Document.Next).Count);
    }

    [Theory]
    [InlineData("""{"v":1,"next":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"v":1,"next":"2026-03-03T00:00:00Z"}""")]
    [InlineData("""{"v":1,"next":"2026-03-01T00:00:00Z","takers":[null]}""")]
    [InlineData("""{"v":1,"next":"2026-03-01T00:00:00Z","takers":[{"rollout":"R2","runs_per_minute":0,"since":"2026-03-01T00:00:00Z","next":"2026-03-01T12:00:00Z","seen":"2026-03-01T12:00:00Z"}]}""")]
    [InlineData("""{"v":1,"next":"2026-03-01T00:00:00Z","takers":[{"rollout":"R2","runs_per_minute":-7,"since":"2026-03-01T00:00:00Z","next":"2026-03-01T12:00:00Z","seen":"2026-03-01T12:00:00Z"}]}""")]
    [InlineData("""{"v":1,"next":"2026-03-01T00:00:00Z","takers":[{"rollout":"R2","runs_per_minute":1,"since":"2026-03-01T00:00:00Z","next":"2026-03-01T12:00:00Z","seen":"9999-12-31T23:59:59Z"}]}""")]
    public void A_budget_that_no_rule_can_have_made_is_begun_anew(string json)
    {
        var hostile = PayloadCodec.Read(System.Text.Encoding.UTF8.GetBytes(json), PayloadJson.Default.PaceDocument).Value;
        Assert.NotNull(hostile);
        Assert.Equivalent(PaceRules.Take(null, "R1", 60, 5, _now), PaceRules.Take(hostile, "R1", 60, 5, _now));
    }
}
