namespace ChefActors.ZooKeeper.Tests;

public sealed class ErrorCodeTests
{
    /// <summary>Those that an application would catch; the rest is told apart by its code.</summary>
    public static TheoryData<int, Type> Types => new()
    {
        { -6, typeof(UnimplementedException) }, { -101, typeof(NoNodeException) }, { -102, typeof(NoAuthException) }, { -103, typeof(BadVersionException) },
        { -108, typeof(NoChildrenForEphemeralsException) }, { -110, typeof(NodeExistsException) }, { -111, typeof(NotEmptyException) },
        { -112, typeof(SessionExpiredException) }, { -114, typeof(InvalidAclException) }, { -115, typeof(AuthFailedException) }, { -118, typeof(SessionMovedException) },
        { -119, typeof(NotReadOnlyException) }, { -121, typeof(NoWatcherException) }, { -125, typeof(QuotaExceededException) }, { -127, typeof(ThrottledOpException) },
        { -4, typeof(ConnectionLossException) }, { -5, typeof(ZooKeeperException) }, { -8, typeof(ZooKeeperException) }, { -123, typeof(ZooKeeperException) }, { -999, typeof(ZooKeeperException) },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void A_code_has_its_type_and_keeps_its_number(int code, Type type)
    {
        var made = ZooKeeperException.For((ErrorCode)code, "setData", "/a");
        Assert.Equal((type, (ErrorCode)code), (made.GetType(), made.Code));
        if (made is not AuthFailedException) Assert.Equal(("setData", "/a"), (made.Operation, made.ZnodePath));
    }

    [Fact]
    public void Every_code_of_the_protocol_has_its_name()
    {
        int[] codes = [0, -1, -2, -3, -4, -5, -6, -7, -8, -12, -13, -14, -100, -101, -102, -103, -108, -110, -111, -112, -113, -114, -115, -118, -119, -120, -121, -122, -123, -124, -125, -127];
        Assert.Equal(codes.Order(), Enum.GetValues<ErrorCode>().Select(code => (int)code).Order());
    }
}
