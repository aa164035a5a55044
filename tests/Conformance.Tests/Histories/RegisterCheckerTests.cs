namespace ChefActors.Conformance.Tests.Histories;

public sealed class RegisterCheckerTests
{
    [Fact]
    public void What_overlaps_may_come_in_any_order() =>
        Assert.Empty(RegisterChecker.Violations([Write(0, 9, "a", 2), Write(1, 8, "b", 1), Read(2, 3, "b", 1), Read(4, 5, "a", 2), Read(2, 8, "", 0)], ""));

    [Fact]
    public void A_write_without_an_answer_may_have_happened_and_late() =>
        Assert.Empty(RegisterChecker.Violations([new(0, null, "a", true, null), Read(1, 2, "", 0), Write(3, 4, "b", 5), Read(6, 7, "a", 6)], ""));

    [Theory]
    [InlineData("stale")]
    [InlineData("back")]
    [InlineData("never written")]
    [InlineData("from the future")]
    [InlineData("twice")]
    [InlineData("two values")]
    [InlineData("writes out of order")]
    public void What_no_order_explains_is_found(string fault) => Assert.NotEmpty(RegisterChecker.Violations(
        fault switch
        {
            "stale" => [Write(0, 1, "a", 1), Read(2, 3, "", 0)],
            "back" => [Write(0, 9, "a", 1), Read(1, 2, "a", 1), Read(3, 4, "", 0)],
            "never written" => [Read(0, 1, "x", 7)],
            "from the future" => [Read(0, 1, "a", 1), Write(2, 3, "a", 1)],
            "twice" => [Write(0, 1, "a", 1), Write(2, 3, "b", 2), Read(4, 5, "a", 3)],
            "two values" => [Write(0, 9, "a", 1), Write(0, 9, "b", 1)],
            _ => [Write(0, 1, "a", 5), Write(2, 3, "b", 4)],
        },
        ""));

    private static RegisterOperation Write(long began, long ended, string value, long zxid) => new(began, ended, value, true, zxid);

    private static RegisterOperation Read(long began, long ended, string value, long zxid) => new(began, ended, value, false, zxid);
}
