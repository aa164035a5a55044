using ChefActors.Controller.Demo;

namespace ChefActors.Controller.Tests.Demo;

public sealed class ChefStartTests
{
    private const string Line = """{"event":"start","pid":4711,"start_time":99,"at_ms":1,"node":"web-1.demo","args":["-o","recipe[a]"]}""";

    [Fact]
    public void A_line_is_read() => Assert.Equal([new ChefStart("start", "web-1.demo", 4711, 99)], ChefStart.Parse(Line + "\n"));

    [Theory]
    [InlineData("", 0)]
    [InlineData("{\"event\":\"st", 0)]
    [InlineData(Line + "\n{\"event\":\"lo", 1)]
    public void A_line_that_is_being_written_is_left_for_later(string text, int lines) => Assert.Equal(lines, ChefStart.Parse(text).Count);
}
